//! Heuristics as data: words that news uses for one kind of event.
//!
//! Written down kind by kind from what news is about (violence, courts,
//! business, offices, sport, disasters), verbs with their nouns. A word may be
//! in several families. A family says that two words may tell one event; what
//! stands around them decides.

use super::lemma::lemma;
use std::collections::HashMap;
use std::sync::LazyLock;

const FAMILIES: &[&str] = &[
    // Violence.
    "kill killing death die dead murder slay slaying homicide fatality massacre execute execution manslaughter lethal fatal",
    "kill death die dead perish fatal fatality toll claim lose succumb pass demise victim",
    "shoot shooting gunfire gun fire open shot shootout spree rampage",
    "shoot shooting kill murder gun slay slaying homicide",
    "attack assault strike raid ambush offensive onslaught hit target",
    "bomb bombing blast explosion explode detonate detonation blow",
    "airstrike strike raid bombardment bomb bombing shell shelling pound fire rocket missile",
    "stab stabbing knife slash",
    "beat beating batter assault",
    "injure injury wound hurt wounded maim harm casualty",
    "kidnap kidnapping abduct abduction hostage seize capture hijack hijacking",
    "capture seize seizure intercept detain apprehend arrest nab board",
    "rob robbery heist steal theft burglary burgle break-in loot",
    "rape assault abuse molest molestation",
    "riot rioting unrest violence disorder clash disturbance mayhem chaos",
    "protest demonstration demonstrate rally march protester demonstrator",
    "clash fight fighting battle skirmish combat confrontation scuffle brawl",
    "war conflict fighting hostilities battle",
    "threaten threat warn warning",
    "destroy destruction demolish wreck gut devastate ruin damage raze level",
    // Disasters.
    "earthquake quake tremor temblor shake jolt aftershock shock rattle",
    "fire blaze burn inferno flame arson wildfire engulf gut",
    "crash collision collide smash wreck accident impact pileup hit plow",
    "flood flooding deluge inundate inundation",
    "storm hurricane typhoon cyclone tornado",
    "collapse cave fall topple crumble",
    "drown drowning sink sinking capsize",
    "outage blackout disruption disrupt interrupt cut sever damage break",
    "evacuate evacuation flee displace relocate move",
    "rescue save free release relief",
    "search hunt manhunt look seek pursuit chase",
    "disappear disappearance missing vanish lose",
    // Police and courts.
    "arrest detain detention custody apprehend capture nab hold collar book catch",
    "charge indict indictment accuse accusation arraign arraignment count allegation allege",
    "sue lawsuit suit complaint litigation file filing claim action case",
    "trial court hearing case proceeding prosecution prosecute try appear appearance",
    "convict conviction guilty verdict find",
    "acquit acquittal clear exonerate",
    "sentence sentencing jail imprison prison imprisonment punish term condemn",
    "plead plea admit confess confession",
    "appeal challenge contest",
    "rule ruling decide decision judgment verdict order judge",
    "escape flee break jailbreak breakout abscond getaway run",
    "release free parole bail",
    "investigate investigation probe inquiry inquest look examine",
    "testify testimony witness evidence",
    "fine penalty penalise penalize punish sanction",
    "suspect accuse allege allegation suspicion",
    "violate violation breach break infringe infringement",
    "execute execution death",
    "extradite extradition deport deportation",
    "crime offence offense felony",
    // Business.
    "buy acquire acquisition purchase takeover take buyout deal merger merge",
    "sell sale divest offload auction",
    "merge merger combine combination unite",
    "bid offer tender propose proposal",
    "deal agreement agree accord pact contract transaction settlement treaty",
    "launch unveil introduce introduction release debut announce roll reveal rollout present unveiling",
    "announce announcement say declare statement reveal disclose confirm unveil tell report",
    "expand expansion extend extension grow enlarge enter",
    "cut reduce reduction slash lower trim decrease drop",
    "rise increase climb gain jump grow growth soar surge up hike raise",
    "fall drop decline plunge slump slide tumble decrease down lose loss sink dip",
    "layoff lay cut sack dismiss redundancy",
    "invest investment fund funding finance financing",
    "pay payment cost price fee worth spend",
    "bankrupt bankruptcy insolvency insolvent collapse",
    "upgrade update refresh improve improvement patch fix",
    "fix patch repair plug address correct resolve",
    "vulnerability flaw hole bug exploit",
    "recall withdraw withdrawal pull",
    "open opening reopen",
    "close closing closure shut shutdown",
    "patent intellectual infringe infringement",
    "compete competition rival rivalry compete",
    "ship shipping deliver delivery available availability",
    // Offices and politics.
    "elect election vote ballot poll win victory choose",
    "appoint appointment name nominate nomination choose select selection pick hire tap choice announce",
    "replace replacement succeed succession successor take step fill",
    "resign resignation quit step leave departure depart exit stand",
    "fire sack dismiss dismissal oust ouster axe firing remove removal let out relieve terminate",
    "hire sign recruit appoint employ",
    "become role take play",
    "retire retirement leave quit",
    "inaugurate inauguration swear oath",
    "promote promotion elevate",
    "veto reject rejection refuse refusal decline deny turn",
    "approve approval pass passage adopt adoption endorse endorsement ratify back",
    "sign signing signature",
    "propose proposal plan suggest suggestion",
    "ban prohibit prohibition outlaw bar forbid block",
    "law legislation bill act measure",
    "negotiate negotiation talk discuss discussion dialogue",
    "meet meeting summit conference convene gather gathering talk",
    "visit trip tour travel arrive arrival",
    "withdraw withdrawal pullout leave pull",
    "deploy deployment send dispatch",
    "support back endorse endorsement endorse",
    "oppose opposition object objection protest",
    "criticise criticize criticism condemn condemnation denounce slam blast",
    "apologise apologize apology sorry regret",
    "deny denial reject dismiss refute",
    "claim responsibility allege",
    "urge call appeal ask request demand plead",
    "promise pledge vow commit commitment",
    "help aid assist assistance relief",
    "reform overhaul change revamp",
    "speak speech address remark comment talk say",
    "say tell report state statement add note comment announce explain",
    // Sport and shows.
    "win victory triumph defeat beat conquer top down edge",
    "lose loss defeat fall",
    "play game match contest face meet clash",
    "score goal touchdown",
    "title championship crown trophy champion cup",
    "qualify advance progress clinch reach earn secure book",
    "award prize honor honour win receive win winner",
    "nominate nomination nominee",
    "perform performance show concert play appear",
    "host hosting emcee present present hosting",
    "premiere debut open release air broadcast",
    "star play portray role cast casting",
    "film shoot movie filming",
    "injure injury sideline miss out hurt",
    "suspend suspension ban bar",
    "trade deal sign swap transfer",
    "retire retirement end",
    // People.
    "marry marriage wedding wed engage engagement nuptials",
    "divorce split separate separation breakup",
    "born birth pregnant pregnancy deliver",
    "hospitalise hospitalize hospital admit treat treatment",
    "rehab rehabilitation treatment treat facility check enter",
    "check enter entry admit go",
    "diagnose diagnosis illness ill sick cancer disease",
    "recover recovery heal",
    "suicide kill hang hanging",
    "bury burial funeral memorial lay",
    "celebrate celebration party mark anniversary",
    "autopsy post-mortem examination",
    // Beginnings, ends, motion.
    "begin beginning start commence launch kick open",
    "end finish conclude conclusion cease stop halt over",
    "continue go remain keep ongoing",
    "happen occur take place come event incident",
    "cause lead trigger result spark prompt provoke",
    "move shift transfer relocate",
    "leave depart departure exit go out",
    "arrive arrival come reach land",
    "find discover discovery locate detect spot",
    "join enter participate",
    "lead head command",
    "try attempt effort bid",
    "prevent stop avert block thwart foil",
    "patrol guard escort protect",
    "believe think consider expect",
    "show demonstrate reveal indicate",
    "use utilise utilize usage",
    "work job employ employment",
    "receive get accept obtain",
];

static BY_LEMMA: LazyLock<HashMap<String, Vec<u16>>> = LazyLock::new(|| {
    let mut out: HashMap<String, Vec<u16>> = HashMap::new();
    for (number, words) in (0..).zip(FAMILIES) {
        for word in words.split(' ') {
            let families = out.entry(lemma(word)).or_default();
            if families.last() != Some(&number) {
                families.push(number);
            }
        }
    }
    out
});

/// The families of a lemma, ascending.
pub(crate) fn families(lemma: &str) -> &'static [u16] {
    BY_LEMMA.get(lemma).map_or(&[], Vec::as_slice)
}

/// Verbs that only carry a noun: "made an announcement", "took part". The noun is the event.
const LIGHT: &[&str] = &[
    "be", "become", "bring", "carry", "come", "conduct", "do", "face", "get", "give", "go", "have",
    "hold", "keep", "make", "put", "take", "undergo", "let", "set", "hand",
];

/// Words of a trigger that are no head: particles, prepositions, articles, forms of "be".
const LOOSE: &[&str] = &[
    "a",
    "about",
    "after",
    "against",
    "an",
    "and",
    "apart",
    "around",
    "as",
    "at",
    "away",
    "back",
    "by",
    "down",
    "for",
    "from",
    "her",
    "him",
    "herself",
    "himself",
    "his",
    "in",
    "into",
    "it",
    "its",
    "itself",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "over",
    "own",
    "part",
    "place",
    "s",
    "the",
    "their",
    "them",
    "themselves",
    "through",
    "to",
    "together",
    "under",
    "up",
    "upon",
    "with",
    "no",
    "not",
    "n't",
];

/// Kinds of triggers that many events share and few corefer by: who said what.
const SAYING: &[&str] = &[
    "say",
    "tell",
    "report",
    "state",
    "add",
    "note",
    "announce",
    "explain",
    "ask",
    "call",
    "describe",
    "confirm",
    "claim",
    "think",
    "believe",
    "know",
    "want",
    "need",
    "see",
    "hear",
    "statement",
    "comment",
    "expect",
    "hope",
    "warn",
    "suggest",
    "accord",
    "write",
    "insist",
];

static LIGHT_LEMMAS: LazyLock<Vec<String>> =
    LazyLock::new(|| LIGHT.iter().map(|w| lemma(w)).collect());
static SAYING_LEMMAS: LazyLock<Vec<String>> =
    LazyLock::new(|| SAYING.iter().map(|w| lemma(w)).collect());

/// Whether the lemma is a light verb.
pub(crate) fn is_light(lemma: &str) -> bool {
    LIGHT_LEMMAS.iter().any(|l| l == lemma)
}

/// Whether the folded word stands in a trigger without being its head.
pub(crate) fn is_loose(word: &str) -> bool {
    LOOSE.contains(&word)
}

/// Whether the lemma is of saying or thinking.
pub(crate) fn is_saying(lemma: &str) -> bool {
    SAYING_LEMMAS.iter().any(|l| l == lemma)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kin(a: &str, b: &str) -> bool {
        families(&lemma(a)).iter().any(|f| families(&lemma(b)).contains(f))
    }

    #[test]
    fn words_of_one_kind_meet() {
        for (a, b) in [
            ("killed", "deaths"),
            ("acquired", "takeover"),
            ("quake", "earthquakes"),
            ("sacked", "firing"),
            ("bombing", "explosion"),
            ("sentenced", "jailed"),
            ("wed", "marriage"),
        ] {
            assert!(kin(a, b), "{a}, {b}");
        }
        assert!(!kin("earthquake", "election"));
        assert!(!kin("xyzzy", "xyzzy"));
    }
}
