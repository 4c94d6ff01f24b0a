//! Foreign names in Chinese: "安格拉·默克尔", known by the dot between their parts.

use super::fold::Glyph;

/// The dot, as folding leaves it.
const DOT: char = '\u{b7}';

/// Characters on one side of a dot, at most.
const LONGEST: usize = 8;

/// Characters that foreign names are spelled with, simplified: those of the
/// usual tables of transliteration that are seldom the end of a title before a
/// name or the beginning of a verb after it.
const SOUNDS: &str = "阿埃艾爱安昂奥澳巴芭白柏拜班邦包保鲍北贝本比毕彼边别宾波玻伯博勃布采\
    查察彻茨策达大戴丹当道德登迪狄蒂丁东都杜敦顿多厄恩尔耳法凡范方菲费芬丰冯佛弗福夫甫盖甘冈\
    高戈哥格葛根贡古顾瓜圭郭哈海汉翰豪赫黑亨洪胡华怀惠霍基吉季加贾简江杰金津京久卡凯坎康考柯\
    科可克肯孔库夸奎昆拉腊莱赖兰朗劳勒雷蕾里理利莉丽连廉列林琳留卢鲁路伦罗洛吕马玛迈麦曼芒毛\
    梅门蒙孟米密敏明缪摩莫墨默姆穆拿纳娜内南尼妮涅宁纽农努诺欧帕派潘庞培佩彭皮平珀普奇齐恰强\
    乔切钦琴青琼丘邱让热仁荣茹儒若瑞萨塞赛桑瑟森沙珊尚舍什申圣施诗史舒朔斯丝司松苏索塔泰坦汤唐\
    陶特腾提田铁廷图土托脱瓦万旺威韦维伟卫温文翁沃乌武西希锡席夏香肖谢辛欣兴雄休许逊雅亚延扬\
    杨耶叶伊怡易因英尤雨约宰赞泽曾扎詹张珍芝朱兹佐祖泊隆";

/// The names with a dot in a text, as glyphs from and to.
pub(super) fn dotted(text: &[Glyph]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (at, glyph) in text.iter().enumerate() {
        if glyph.plain != DOT {
            continue;
        }
        let sounds = |g: &&Glyph| SOUNDS.contains(g.plain);
        let before = text[..at].iter().rev().take(LONGEST).take_while(sounds).count();
        let after = text[at + 1..].iter().take(LONGEST).take_while(sounds).count();
        if before == 0 || after == 0 {
            continue;
        }
        let (from, to) = ((at - before) as u32, (at + 1 + after) as u32);
        match out.last_mut() {
            // "A·B·C": the second dot goes on with the first one's name.
            Some(last) if last.1 >= at as u32 => last.1 = to,
            _ => out.push((from, to)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::fold::{fold, written};
    use super::*;

    #[test]
    fn foreign_names_end_where_other_words_begin() {
        let text = fold("總統尼古拉·萨科齐會見若泽・路易斯・罗德里格斯後回國");
        let names = dotted(&text);
        let shown = |(from, to): &(u32, u32)| written(&text[*from as usize..*to as usize]);
        assert_eq!(
            names.iter().map(shown).collect::<Vec<_>>(),
            ["尼古拉·萨科齐", "若泽·路易斯·罗德里格斯"]
        );
        assert!(dotted(&fold("·")).is_empty());
    }
}
