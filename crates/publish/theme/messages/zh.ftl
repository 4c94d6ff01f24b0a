# 中文。
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
month-short-1 = 1月
month-short-2 = 2月
month-short-3 = 3月
month-short-4 = 4月
month-short-5 = 5月
month-short-6 = 6月
month-short-7 = 7月
month-short-8 = 8月
month-short-9 = 9月
month-short-10 = 10月
month-short-11 = 11月
month-short-12 = 12月
weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日
weekday-short-1 = 一
weekday-short-2 = 二
weekday-short-3 = 三
weekday-short-4 = 四
weekday-short-5 = 五
weekday-short-6 = 六
weekday-short-7 = 日
date-full = { $year }年{ $month }{ $day }日 { $weekday }
date-plain = { $year }年{ $month }{ $day }日
date-in-year = { $month }{ $day }日
date-month = { $year }年{ $month }
date-year = { $year }年
date-time = { $date } { $time }（UTC）
date-range = { $from }至{ $to }
digit-group = ,

skip = 跳到正文
site = 本站
latest = 最新
stories = 专题
entities = 人物、地点与事物
categories = 分类
search = 搜索
no-search-note = 这份档案是一个静态文件夹，无法回答搜索。可以从上方的列表按日期、事件脉络、名称和分类找到每一条记录。
feeds = 订阅
formats = 本页的其他格式
licence = 许可
list-comma = 、
colon = ：
credit-line = 图片来源：{ $name }
made-by = 由 annals 发布，不含 Cookie 或跟踪器。

in-the-words-of = { $source }的原文
summary = 摘要
sources = 信息来源
no-sources = 未列明来源。
via = 经{ $name }
reports-and-origins = { $from }，{ $to }
reports-note = annals 在所存文章中的发现：哪些报道了本事件，哪些源自其他报道。
report-found = 由 annals 发现，列表未引用
report-uncounted = 本身并非本事件的报道
copy-copy = 全文转载
copy-wire = 通讯社稿
copy-excerpt = 节选
copy-merged = 合并稿
copy-spun = 改写
copy-credits = 署名来源：{ $name }
cover-image = 封面图片
image-untold = 无说明
under = 所属事件
additions = 补充
changes = 修改记录
background = 来龙去脉
background-note = 解释本事件的此前事件，由远及近，并列出与本事件的共同之处。
tied-to-next = 与下一事件：
rel-vetoes = 否决
rel-vetoed-by = 被否决
rel-breaks = 违反
rel-broken-by = 被违反
rel-extends = 延长
rel-extended-by = 被延长
rel-ends = 终止
rel-ended-by = 被终止
rel-denies = 否认
rel-denied-by = 被否认
rel-confirms = 证实
rel-confirmed-by = 被证实
rel-answers = 回应
rel-answered-by = 引起回应
rel-updates = 更新数字
rel-updated-by = 数字后有更新
rel-tries = 后续司法程序
rel-tried-by = 进入司法程序
rel-mourns = 悼念
rel-mourned-by = 引发悼念
rel-decides = 结果
rel-decided-by = 其结果
rel-relieves = 救援
rel-relieved-by = 引来救援
rel-remembers = 纪念
rel-remembered-by = 被纪念
related = 有关
related-note = 每条均列出与本事件的共同之处及其所占比重。
earlier = 此前
same-day = 同一天
later = 此后
reason-story = 同一专题
reason-time = 时间相近
reason-category = 同一分类
reason-words = 用词
reason-number = 数字
reason-other = 其他名称
story-chain = 所属专题
record = 记录 { $id }
held = 暂缓发布
held-note = 此条报道有待人工核对。
withdrawn = 已撤回
withdrawn-note = 此条报道已被撤回，保留于此以便核对引用。
merged = 已合并
merged-note = 此事件与另一事件相同，记录由后者延续：
reason = 原因：{ $reason }

grade-first = 初版
grade-typo = 勘误
grade-wording = 措辞
grade-material = 内容
grade-none = 重复
current = 当前版本
unchanged = 自首次记录以来未有修改。
time-unknown = 时间不详
by-wikitext = 来自事件列表
by-context = 来自 The Context
by-lines = 来自事件行
by-editor = 编辑：{ $name }
by-other = 来自 { $name }
field-day = 日期
field-category = 分类
field-stories = 专题
field-summary = 摘要
field-sources = 信息来源
field-image = 封面图片
field-lang = 语言
field-under = 所属事件
field-status = 状态
nothing = 无

ways-on = 前后
previous-day = 前一天
next-day = 后一天
previous-in-story = 专题中的前一事件
next-in-story = 专题中的后一事件
previous = 之前
next = 之后

today = 今天
yesterday = 昨天
before = 前天
other-category = 其他
story = 专题
entity = 档案中的记录
category = 分类
day = 日
month = 月
year = 年
parts = 本专题的组成部分
months = 月份
calendar = 日历
calendar-of = { $name }有事件的日子
all-pages = 页面
empty = 此处没有记录。
key-days = 关键日期
key-first = 专题开始
key-last = 目前最新
key-turn = 此后内容有所转变
key-new = 其他关键日期未提及
n-on-a-day = { $count ->
   *[other] 当日{ $shown }个事件
}
n-referred = { $count ->
   *[other] 后有{ $shown }个事件回溯至此
}
per-week = 每周事件数
per-month = 每月事件数
per-year = 每年事件数
per-decade = 每十年事件数
per-century = 每百年事件数
most-in-week = 最多为{ $date }起的一周，共{ $name }个。
most-in-month = 最多为{ $date }，共{ $name }个。
most-in-year = 最多为{ $date }，共{ $name }个。
most-in-decade = 最多为{ $date }起的十年，共{ $name }个。
most-in-century = 最多为{ $date }起的百年，共{ $name }个。
cast = 人物与事物
cast-people = 人物
cast-places = 地点
cast-organisations = 组织
cast-others = 其他名称
timeline = 时间线
n-reports = { $count ->
   *[other] { $shown }篇报道
}
n-origins = { $count ->
   *[other] { $shown }个源头
}
n-same-sentences = { $count ->
   *[other] { $shown }句相同
}
n-events = { $count ->
   *[other] { $shown }个事件
}
n-changes = { $count ->
   *[other] 修改{ $shown }次
}
n-stories = { $count ->
   *[other] { $shown }个专题
}
n-entities = { $count ->
   *[other] { $shown }个名称
}
n-categories = { $count ->
   *[other] { $shown }个分类
}

about-day = { $name }发生的事件
about-month = { $name }发生的事件
about-year = { $name }发生的事件
about-story = { $name }：时间线
about-entity = { $name }：档案中的记录
about-category = { $name }：此分类下的事件

not-found = 档案中没有此页
not-found-note = 地址可能有误。本档案的地址不会改变，来自他处的链接应当有效。

## 当时所知；网页存档
as-known = 截至此时所知：
not-present = 这不是当前版本。
version-of = 第{ $from }版，共{ $to }版
present-version = 当前版本
first-version = 最初版本
previous-version = 上一版本
next-version = 下一版本
last-version = 最后版本
captured = 网页存档
capture-of = 第{ $from }份，共{ $to }份
captured-recorded = 这是本站收录的时间，没有说明抓取的时间
captured-note = 以下是其他网站当时的页面，不是本站的文字。脚本、样式、图片和表单已经去除；带箭头的链接通往其他网站。
captured-from = 抓取自
captured-digest = 内容摘要值
captured-media = 声明的媒体类型
captured-cut = 内容不完整：末尾已略去。
captured-save = 保存抓取时的原始内容
captured-end = 存档页面到此为止。
captured-not-text = 这份存档不是文本，只能保存。
captured-too-long = 页面太长，无法在此显示，只能保存。
first-capture = 最初存档
previous-capture = 上一份存档
next-capture = 下一份存档
last-capture = 最后存档
