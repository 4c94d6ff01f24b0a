# English. Every message that pages, Markdown and the command line use.
# Messages named n-… count: $count chooses the form, $shown is the number as people write it.

## Dates
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
date-full = { $weekday }, { $day } { $month } { $year }
date-plain = { $day } { $month } { $year }
date-in-year = { $day } { $month }
date-month = { $month } { $year }
date-year = { $year }
date-time = { $date }, { $time } UTC
date-range = { $from } – { $to }
digit-group = ,

## Furniture
skip = Skip to the content
site = Archive
latest = Latest
stories = Stories
entities = People, places and things
categories = Categories
search = Search
no-search-note = This copy of the archive is a folder of files, which cannot answer questions. The lists above lead to every event by day, story, name and category.
feeds = Feeds
formats = This page as
licence = Licence
list-comma = ,{" "}
colon = :{" "}
credit-line = Credit: { $name }
made-by = Published with annals, without cookies or trackers.

## An event
in-the-words-of = In the words of { $source }
summary = Summary
sources = Sources
no-sources = No source is named.
via = via { $name }
reports-and-origins = { $from }, { $to }
reports-note = What annals found in the articles that it holds: which of them report this event, and which are made from another.
report-found = found by annals; no list cites it
report-uncounted = not a report of this event itself
source-gone = No longer there since { $date }
source-captured = captured { $date }
source-picture = Picture
source-reserved = Its publisher reserves the text.
part-title = Title
part-body = Text
part-published = Day of publication
copy-copy = Whole copy
copy-wire = Agency text
copy-excerpt = Excerpt
copy-merged = Made of several
copy-spun = Reworded
copy-credits = credits { $name }
cover-image = Cover image
image-untold = not described
under = Told under
additions = Additions
changes = Changes
background = How did we get here
background-note = Earlier events that explain this one, oldest first, each with what ties it to this event.
tied-to-next = with the next:
rel-vetoes = Vetoes
rel-vetoed-by = Vetoed by
rel-breaks = Breaks
rel-broken-by = Broken by
rel-extends = Extends
rel-extended-by = Extended by
rel-ends = Ends
rel-ended-by = Ended by
rel-denies = Denies
rel-denied-by = Denied by
rel-confirms = Confirms
rel-confirmed-by = Confirmed by
rel-answers = Answers
rel-answered-by = Answered by
rel-updates = Newer figures than
rel-updated-by = Newer figures in
rel-tries = In court after
rel-tried-by = Went to court
rel-mourns = Mourning after
rel-mourned-by = Mourned in
rel-decides = Outcome of
rel-decided-by = Its outcome
rel-relieves = Help after
rel-relieved-by = Help came
rel-remembers = Remembers
rel-remembered-by = Remembered in
related = Related
related-note = Each with what ties it to this event, and its share of the link.
earlier = Earlier
same-day = The same day
later = Later
reason-story = the same story
reason-time = near in time
reason-category = the same category
reason-words = words
reason-number = numbers
reason-other = other names
story-chain = Part of
record = Record { $id }
held = Held back
held-note = This report waits for a person to look at it.
withdrawn = Withdrawn
withdrawn-note = This report was taken back. It stays here so that what cited it can be checked.
merged = Merged
merged-note = This event is the same as another, which carries on its record:
reason = Reason: { $reason }

## Changes
grade-first = First version
grade-typo = Typo
grade-wording = Wording
grade-material = Material
grade-none = Repeated
current = Current version
unchanged = Unchanged since it was first told.
time-unknown = at a time that is not known
by-wikitext = from the event list
by-context = from The Context
by-lines = from event lines
by-editor = by the editor { $name }
by-other = from { $name }
field-day = Day
field-category = Category
field-stories = Stories
field-summary = Summary
field-sources = Sources
field-image = Cover image
field-lang = Language
field-under = Told under
field-status = Status
nothing = nothing

## Ways on
ways-on = Before and after
previous-day = Day before
next-day = Day after
previous-in-story = Before it in the story
next-in-story = After it in the story
previous = Before
next = After

## Lists
today = Today
yesterday = Yesterday
before = The day before
other-category = Other
story = Story
entity = In the archive
category = Category
day = Day
month = Month
year = Year
parts = Parts of this story
months = Months
calendar = Calendar
calendar-of = Days with events in { $name }
all-pages = Pages
empty = Nothing is recorded here.
key-days = Key days
key-first = The story begins
key-last = The latest so far
key-turn = From here on other things are told
key-new = Tells what no other key day does
n-on-a-day = { $count ->
    [one] { $shown } event on this day
   *[other] { $shown } events on this day
}
n-referred = { $count ->
    [one] { $shown } later event refers back to it
   *[other] { $shown } later events refer back to it
}
per-week = Events per week
per-month = Events per month
per-year = Events per year
per-decade = Events per decade
per-century = Events per century
most-in-week = Most, { $name }, in the week of { $date }.
most-in-month = Most, { $name }, in { $date }.
most-in-year = Most, { $name }, in { $date }.
most-in-decade = Most, { $name }, in the ten years from { $date }.
most-in-century = Most, { $name }, in the hundred years from { $date }.
cast = Who and what
cast-people = People
cast-places = Places
cast-organisations = Organisations
cast-others = Other names
timeline = Timeline
n-source-edits = { $count ->
    [one] Edited once since it was first captured
   *[other] Edited { $shown } times since it was first captured
}
n-reports = { $count ->
    [one] { $shown } report
   *[other] { $shown } reports
}
n-origins = { $count ->
    [one] { $shown } origin
   *[other] { $shown } origins
}
n-same-sentences = { $count ->
    [one] { $shown } sentence in both
   *[other] { $shown } sentences in both
}
n-events = { $count ->
    [one] { $shown } event
   *[other] { $shown } events
}
n-changes = { $count ->
    [one] changed once
   *[other] changed { $shown } times
}
n-stories = { $count ->
    [one] { $shown } story
   *[other] { $shown } stories
}
n-entities = { $count ->
    [one] { $shown } name
   *[other] { $shown } names
}
n-categories = { $count ->
    [one] { $shown } category
   *[other] { $shown } categories
}

## Descriptions, for search engines and previews
about-day = What happened on { $name }
about-month = What happened in { $name }
about-year = What happened in { $name }
about-story = { $name }: a timeline
about-entity = { $name }: what the archive tells of it
about-category = { $name }: the events under this heading

## Not found
not-found = This page is not in the archive
not-found-note = The address may be mistyped. Addresses of this archive do not change, so a link from elsewhere should have worked.

## What only a server has
problem = Something went wrong
tools = Tools
the-page = The page
sign-in = Sign in
sign-in-wrong = The name or the password is wrong.
sign-out = Sign out
user-name = Name
password = Password
account = Account
role-reader = may read
role-editor = may edit
role-admin = may edit and administer
change-password = Change the password
password-changed = The password was changed. Every other session has ended.
present-password = Present password
new-password = New password (12 characters or more)
tokens = Tokens for programs
tokens-note = A program that sends a token acts in your name, within the token's scope.
token-once = This is shown only now; keep it safe:
token-label = What the token is for
token-scope = Scope
token-days = Days until it ends (empty: never)
make-token = Make a token
revoke = Revoke
revoked = revoked
edit = Edit
statement = Statement
summary-by = In the words of
reason-why = Reason (kept for ever)
revision-number = Version { $id }
status-published = published
status-held = held back
status-withdrawn = withdrawn
status-merged = merged
act-done = Done.
act-held = Answer what is held
act-release = Publish it as an event of its own
act-reject = It is no event
act-reword = Change the wording
act-redate = File it under another day
act-stories = Change the stories
stories-lines = Stories: a line for each chain, outermost first, with › between
act-sources = Change the sources
sources-lines = Sources: a line for each, name | address
act-merge = Merge it into another event
merge-note = This event's address will lead to the other, which takes over its sources and stories.
merge-into = The other event's id or address
act-split = Split it
split-keep = What this event says from now on
split-parts = New events: a line for each statement
act-links = Change what belongs to it
other-event = The other event's id or address
act-relate = They belong together
act-unrelate = They do not belong together
article-address = The article's address
act-cite = It reports this event
act-uncite = It does not report this event
act-withdraw = Withdraw it
act-restore = Publish it again
act-undo-number = Undo version { $id }
act-undo = Undo it
act-undo-correction = Undo it
act-accept-draft = It is an event
act-accept-upstream = Take the edit
act-refuse-upstream = Refuse the edit
act-reject-draft = It is no event
act-entity-merge = It is another one
act-entity-split = It is not another one
act-entity-kind = Say what kind it is
act-entity-confirm = It is a name
act-entity-drop = It ties nothing together
act-story-link = It is part of the story
act-story-unlink = It is not part of the story
act-anyway = Change it all the same
act-drop = Leave it as it is now
entity-key = The other one's key
entity-kind = Kind
conflict = Someone else changed it meanwhile
conflict-note = You saw version { $from }; now it is version { $to }. Nothing of yours was written yet.
field = Field
field-statement = Statement
yours = You wanted
theirs = It is now
untouched = not touched
coverage = What is lacking
coverage-from = From
coverage-to = to
coverage-look = Look
coverage-none = Nothing is lacking that is known of.
coverage-since = since { $date }
coverage-days = Days that lack something
coverage-listed = on the lists
coverage-lacking = lacking
coverage-waits = waiting
coverage-changed = Sources that changed lately
coverage-missing = Missing events
coverage-empty-day = Empty day
coverage-waiting = Held back
coverage-silent-feed = Silent feed
coverage-failing-feed = Feed fails
coverage-broken-layout = Layout broke
coverage-failing-host = Host fails
coverage-forbidden-host = Host forbids
coverage-dead-source = Dead sources
queue = Queue
queue-all = All
queue-held = Held back
queue-draft = Drafts
queue-contradiction = Reported before their day
queue-upstream = Edits of the source
queue-story = Stories
queue-entity = Names
queue-empty = Nothing waits.
about-kind-event = Event
about-kind-story = Story
about-kind-article = Article
versions = Versions
from = from
to = to
compare = Compare
compare-from = Compare from version { $id }
compare-to = Compare with version { $id }
comparison = Comparison
comparison-of = Version { $from } and version { $to }
no-difference = The two versions say the same.
search-words = Words to look for
search-more = Days, time and order
search-from = From
search-to = To
search-as-of = As known on
search-sort = Order
sort-relevance = best first
sort-newest = newest first
sort-oldest = oldest first
search-help = "exact words", -without, begin*, nearly~, story:…, entity:…, source:…, day:2016-09, OR
search-within = Searched within
search-without = Without { $name }
search-meant = Did you mean
search-known = as known at { $time }
search-feed = Feed of this search
search-chart = Events found, by time; the days below say from when to when
search-nothing = Nothing was found. Try fewer or other words, or more days.
facet-story = Stories
facet-entity = People, places and things
facet-category = Categories
facet-source = Sources
facet-lang = Languages
## As it was known; captured pages
as-known = As known on
not-present = This is not the present version.
version-of = version { $from } of { $to }
present-version = The present version
first-version = First version
previous-version = Version before
next-version = Version after
last-version = Last version
captured = Captured page
capture-of = capture { $from } of { $to }
captured-recorded = the time at which the archive recorded it, as nobody says when it was captured
captured-note = What follows is another site’s page as it was, not this archive’s words. Scripts, styles, pictures and forms are left out; links marked with an arrow lead to other sites.
captured-from = Captured from
captured-digest = Digest of the bytes
captured-media = Stated media type
captured-cut = It is not whole: its end is left out.
captured-save = Save the bytes as they were captured
captured-end = End of the captured page.
captured-not-text = This capture is no text and can only be saved.
captured-too-long = This page is too long to be shown here and can only be saved.
first-capture = First capture
previous-capture = Capture before
next-capture = Capture after
last-capture = Last capture
changed-since = What changed
changed-since-day = Since
changed-show = Show
changed-nothing = Nothing was recorded since then.
compared = compared
