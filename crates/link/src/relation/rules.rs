//! The rules: which words make which relation, each with its reason.
//!
//! Made by reading links of the WCEP events; what they were seen to get wrong
//! is shut out by the words that must not stand there. A star ends a word's
//! beginning, several words are a phrase.

use super::Kind;

/// One way in which a later text says what it is to an earlier one.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    /// Language of both texts.
    pub(super) lang: &'static str,
    /// What the later text says happens.
    pub(super) verbs: &'static [&'static str],
    /// To what it happens; empty: the verb is enough.
    pub(super) objects: &'static [&'static str],
    /// Words between verb and object at most.
    pub(super) within: usize,
    /// What the later text must not say.
    pub(super) not_later: &'static [&'static str],
    /// What the earlier text must speak of.
    pub(super) earlier: &'static [&'static str],
    /// What the earlier text must not speak of.
    pub(super) not_earlier: &'static [&'static str],
    /// Whether the earlier text must have the object too.
    pub(super) same_object: bool,
    /// What else both must have.
    pub(super) needs: Needs,
    /// How many days earlier it may be.
    pub(super) days: (i32, i32),
    /// How much of words and names both must share.
    pub(super) least_shared: f32,
}

/// What else two texts must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing.
    Nothing,
    /// The name of a person, or of something else that no table knows.
    Person,
    /// So many words behind the cue that the earlier text has too.
    Object(usize),
    /// A greater number of dead in the later text.
    MoreVictims,
    /// The same day of the year, a year or more apart.
    SameDayOfYear,
}

const BASE: Rule = Rule {
    kind: Kind::Answers,
    lang: "en",
    verbs: &[],
    objects: &[],
    within: 6,
    not_later: &[],
    earlier: &[],
    not_earlier: &[],
    same_object: false,
    needs: Needs::Nothing,
    days: (0, 400),
    least_shared: 0.3,
};

/// What a truce or treaty is called.
const PACTS: &[&str] = &[
    "ceasefire*", "cease fire*", "truce*", "armistice*", "accord*", "agreement*", "treaty", "pact",
];

/// How one comes into being or into force.
const AGREED: &[&str] = &[
    "agree", "agrees", "agreed", "sign", "signs", "signed", "signing", "announce*", "declare*",
    "begin*", "began", "effect", "enter*", "broker*", "accept*", "reach*", "extend*", "implement*",
    "into force", "hold*", "start*", "ratif*", "approve*", "observe*",
];

/// All rules; the first that holds is taken, so the narrow ones stand first.
pub(super) const RULES: &[Rule] = &[
    Rule {
        kind: Kind::Vetoes,
        verbs: &["veto", "vetoes", "vetoed", "vetoing", "vetos"],
        objects: &["resolution*", "bill*", "legislation", "draft*", "measure*", "law", "act", "budget", "motion"],
        within: 16,
        earlier: &["resolution*", "bill*", "legislation", "draft*", "measure*", "law", "act", "budget", "motion"],
        not_later: &["petition", "overrid*", "first veto", "fifth veto"],
        not_earlier: &["veto*", "signs", "signed", "ratif*", "law that", "lawsuit", "sue"],
        needs: Needs::Object(3),
        days: (0, 90),
        least_shared: 0.4,
        ..BASE
    },
    Rule {
        kind: Kind::Breaks,
        verbs: &["violat*", "breach*", "break", "breaks", "broke", "breaking", "broken", "collapse*", "withdraws from", "pulls out of"],
        objects: PACTS,
        not_later: &["deadlock", "off", "talks"],
        earlier: AGREED,
        not_earlier: &["violat*", "breach*", "collapse*", "broken", "breaks", "broke"],
        same_object: true,
        days: (0, 200),
        ..BASE
    },
    Rule {
        // The truce itself collapses, or is violated.
        kind: Kind::Breaks,
        verbs: PACTS,
        objects: &["violat*", "breach*", "collapse*", "breaks down", "broken"],
        within: 4,
        not_later: &["talks"],
        earlier: AGREED,
        not_earlier: &["violat*", "breach*", "collapse*", "broken", "breaks", "broke"],
        needs: Needs::Object(0),
        days: (0, 200),
        ..BASE
    },
    Rule {
        kind: Kind::Extends,
        verbs: &["extends", "extended", "extend", "prolong*", "renews", "renewed"],
        objects: &[
            "ceasefire*", "cease fire*", "truce*", "sanctions", "state of emergency", "emergency",
            "deadline", "mandate", "curfew", "ban", "talks", "agreement", "mission", "blockade",
            "negotiations", "bailout", "suspension", "detention",
        ],
        not_earlier: &["extend*", "prolong*"],
        earlier: &["*"],
        same_object: true,
        ..BASE
    },
    Rule {
        kind: Kind::Ends,
        verbs: &["ends", "ended", "end", "lift", "lifts", "lifted", "lifting", "concludes", "calls off", "called off", "halts", "repeals", "repealed", "revokes", "suspends"],
        objects: &[
            "siege", "strike", "state of emergency", "emergency rule", "curfew", "blockade", "ban",
            "sanctions", "embargo", "hunger strike", "boycott", "standoff", "martial law", "truce*",
            "ceasefire*", "cease fire*", "quarantine", "evacuation order*", "tsunami warning*",
        ],
        within: 7,
        not_later: &["extend*"],
        earlier: &["*"],
        not_earlier: &["ends", "ended", "lift*", "extend*", "calls off", "called off"],
        same_object: true,
        ..BASE
    },
    Rule {
        kind: Kind::Denies,
        verbs: &["denies", "denied", "deny", "denying", "refutes", "rejects claims", "rejects allegations", "dismisses claims", "dismisses allegations"],
        not_later: &["denied bail", "denied access", "denied entry", "denied permission", "denied visa*", "denied parole"],
        earlier: &["accus*", "alleg*", "claim*", "report*", "says", "said", "blam*", "suspect*", "charg*", "reveal*", "announc*"],
        not_earlier: &["denies", "denied", "deny", "denying"],
        needs: Needs::Object(3),
        days: (0, 30),
        least_shared: 0.45,
        ..BASE
    },
    Rule {
        kind: Kind::Confirms,
        verbs: &["confirms", "confirmed", "confirm", "confirming"],
        not_later: &["nominat*", "cases", "nominee", "senate", "case", "confirmed dead", "appointment"],
        earlier: &["report*", "alleg*", "claim*", "suspect*", "missing", "believ*", "possibl*", "apparent*", "unconfirmed", "rumour*", "rumor*", "may", "feared", "presumed", "thought"],
        not_earlier: &["confirm*"],
        needs: Needs::Object(4),
        days: (0, 30),
        least_shared: 0.5,
        ..BASE
    },
    Rule {
        kind: Kind::Updates,
        verbs: &["death toll", "toll"],
        objects: &["rises", "rise", "rose", "rising", "risen", "reach*", "climb*", "increas*", "pass*", "exceed*", "surpass*", "jump*", "grows", "stands", "at least", "to"],
        within: 12,
        earlier: VICTIM_WORDS,
        needs: Needs::MoreVictims,
        days: (0, 30),
        least_shared: 0.5,
        ..BASE
    },
    Rule {
        kind: Kind::Mourns,
        verbs: &["funeral*", "burial", "buried", "memorial service", "mourning", "lies in state", "requiem", "reburied"],
        earlier: &["die", "dies", "died", "dead", "death*", "kill*", "assassinat*", "murder*", "crash*", "shot"],
        not_earlier: &["funeral*", "burial", "buried", "mourn*"],
        needs: Needs::Person,
        days: (0, 60),
        ..BASE
    },
    Rule {
        kind: Kind::Tries,
        verbs: &["convict*", "found guilty", "sentenced", "acquit*", "pleads guilty", "pleaded guilty", "found not guilty", "court sentences", "judge sentences", "jury finds"],
        not_later: &["appeal*", "overturn*"],
        earlier: &["trial", "tried", "charge", "charged", "charges", "arrest*", "indict*", "accus*", "extradit*", "captur*", "prosecut*", "arraign*", "detain*", "suspect*"],
        not_earlier: &["convict*", "sentenc*", "acquit*", "guilty"],
        needs: Needs::Person,
        days: (1, 1_500),
        ..BASE
    },
    Rule {
        kind: Kind::Tries,
        verbs: &["goes on trial", "go on trial", "went on trial", "trial of", "trial begins", "stands trial", "is charged", "are charged", "been charged", "charged with", "indict*", "arraigned", "extradited"],
        earlier: &["arrest*", "captur*", "detain*", "custody", "surrender*", "apprehend*"],
        not_earlier: &["trial", "charged", "indict*", "convict*", "sentenc*"],
        needs: Needs::Person,
        days: (0, 1_000),
        ..BASE
    },
    Rule {
        kind: Kind::Decides,
        verbs: &["sworn in", "sworn into", "inaugurated", "inauguration of", "takes office", "takes the oath", "took office"],
        earlier: &["elect", "elects", "elected", "election*", "wins", "won", "nominat*", "appoint*", "chosen", "names", "named"],
        not_earlier: &["sworn", "inaugurat*"],
        needs: Needs::Person,
        days: (1, 200),
        ..BASE
    },
    Rule {
        kind: Kind::Decides,
        verbs: &["wins", "won", "win", "re elected", "reelected", "elected", "victory", "concedes", "results", "landslide", "victorious", "majority", "declared the winner", "declared winner"],
        objects: &["election*", "referendum", "vote*", "presiden*", "parliament*", "poll*", "runoff", "run off", "seats", "ballot*"],
        within: 12,
        not_later: &["opinion poll*", "nomination", "primary", "primaries", "caucus*", "candidate for", "will hold", "lawsuit", "wounds"],
        earlier: &["go to the polls", "goes to the polls", "head to the polls", "went to the polls", "begin voting", "begins voting", "voters in", "polls open", "voting begins", "votes in", "vote in a", "vote in the", "cast their", "polling stations", "polls close", "holds a general election", "holds a presidential election", "holds a referendum", "hold a general election", "hold presidential"],
        not_earlier: &["wins", "won", "victory", "concede*", "results", "elected", "landslide", "primary", "primaries", "caucus*"],
        days: (0, 45),
        ..BASE
    },
    Rule {
        kind: Kind::Relieves,
        verbs: &["aid", "relief", "donat*", "humanitarian", "rescuers", "rescue workers", "pledge*", "airlift*"],
        objects: &["earthquake*", "quake*", "tsunami", "flood*", "typhoon", "hurricane", "cyclone", "landslide*", "mudslide*", "famine", "eruption", "drought"],
        within: 16,
        earlier: &["strik*", "struck", "hit", "hits", "kill*", "makes landfall", "made landfall", "devastat*", "magnitude", "erupt*", "trigger*", "caus*", "leav*"],
        not_earlier: &["aid", "relief", "donat*", "pledge*", "airlift*"],
        same_object: true,
        days: (0, 120),
        ..BASE
    },
    Rule {
        kind: Kind::Remembers,
        verbs: &["anniversary", "commemorat*"],
        earlier: &["*"],
        not_earlier: &["anniversary", "commemorat*"],
        needs: Needs::SameDayOfYear,
        days: (300, 40_000),
        least_shared: 0.35,
        ..BASE
    },
    Rule {
        kind: Kind::Answers,
        verbs: &["retaliat*", "in response to", "in reaction to", "responds to", "responded to", "responding to", "in revenge for", "in protest of", "in protest at", "in protest against", "protesting against", "protest against"],
        earlier: &["*"],
        not_earlier: &["retaliat*", "in response to", "responds to"],
        needs: Needs::Object(4),
        days: (0, 21),
        least_shared: 0.5,
        ..BASE
    },
    Rule {
        kind: Kind::Answers,
        verbs: &["condemns", "condemned", "condemn", "denounces", "denounced", "condemning", "apologises for", "apologizes for"],
        earlier: &["*"],
        not_earlier: &["condemn*", "denounc*", "criticiz*", "criticis*", "apolog*", "convict*"],
        needs: Needs::Object(4),
        days: (0, 10),
        least_shared: 0.5,
        ..BASE
    },
];

/// Words by which a text tells of the dead.
const VICTIM_WORDS: &[&str] = &["kill*", "dead", "die", "dies", "died", "death*", "toll"];
