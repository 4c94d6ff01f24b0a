//! What a name is, by the words that it is made of: tables of facts about English names.

use super::NameKind;

/// Words by which a name is an organisation, wherever they stand in it.
const ORGANISATIONS: &[&str] = &[
    "academy", "administration", "agency", "airlines", "airways", "alliance", "army", "assembly",
    "association", "authority", "bank", "battalion", "bloc", "board", "brigade", "brigades",
    "brotherhood", "bureau", "cabinet", "cartel", "chamber", "church", "club", "coalition",
    "college", "commission", "committee", "company", "confederation", "congress", "corporation",
    "corps", "council", "court", "department", "directorate", "fc", "federation", "force",
    "forces", "foundation", "front", "fund", "gang", "government", "group", "guard", "guards",
    "house", "institute", "insurgents", "jihad", "league", "liberation", "militia", "ministry",
    "movement", "observatory", "office", "organisation", "organization", "parliament", "party",
    "patrol", "police", "parliamentarians", "regiment", "resistance", "school", "senate", "service", "shabaab",
    "society", "squadron", "taliban", "tribunal", "union", "united", "university",
];

/// Words by which a name is a place, where they stand at its end.
const PLACES_LAST: &[&str] = &[
    "airport", "archipelago", "avenue", "basin", "bay", "beach", "border", "bridge", "camp",
    "canal", "canyon", "city", "coast", "county", "crossing", "delta", "desert", "district",
    "gulf", "harbor", "harbour", "heights", "highlands", "hills", "hospital", "island", "islands",
    "lake", "mountain", "mountains", "ocean", "palace", "park", "peninsula", "plateau", "port",
    "prefecture", "province", "region", "river", "road", "sea", "square", "stadium", "state",
    "strait", "street", "strip", "territories", "territory", "town", "valley", "village",
];

/// Words by which a name is a place, where they stand at its beginning.
const PLACES_FIRST: &[&str] = &["cape", "fort", "gulf", "lake", "mount", "mt", "port", "strait"];

/// Words by which a name is neither person, place nor organisation, at its end.
const OTHERS_LAST: &[&str] = &[
    "accord", "accords", "act", "affair", "agreement", "amendment", "award", "awards", "bill",
    "bombing", "bombings", "championship", "championships", "conference", "constitution",
    "convention", "crisis", "cup", "day", "deal", "earthquake", "election", "elections", "flight",
    "games", "initiative", "insurgency", "intifada", "law", "marathon", "massacre", "mission",
    "offensive", "olympics", "open", "operation", "plan", "prix", "prize", "process", "protests",
    "protocol", "pact", "referendum", "resolution", "revolution", "riots", "season", "series",
    "siege", "strike", "strikes", "summit", "trial", "treaty", "virus", "war", "wars",
];

/// Words by which a name is neither, at its beginning.
const OTHERS_FIRST: &[&str] = &[
    "airbus", "battle", "boeing", "cyclone", "flight", "hurricane", "operation", "resolution",
    "storm", "super", "typhoon",
];

/// Given names that are common among people in the news, of many languages.
const GIVEN_NAMES: &[&str] = &[
    "abdel", "abdul", "abdullah", "abu", "adam", "ahmad", "ahmed", "alan", "alassane", "albert",
    "alejandro", "aleksandr", "alex", "alexander", "alexei", "alexis", "ali", "alpha", "amir",
    "ana", "anders", "andrew", "andrzej", "angela", "anna", "anne", "anthony", "antonio", "antony",
    "arnold", "arseniy", "arthur", "ashraf", "aung", "ayman", "barack", "bashar", "ben",
    "benazir", "benigno", "benjamin", "bernard", "bernie", "bill", "binali", "bob", "boris",
    "brian", "bruce", "carles", "carlos", "carl", "catherine", "charles", "chelsea", "chris", "christine", "christopher", "colin",
    "cristina", "dalia", "daniel", "david", "dilma", "dmitry", "dominique", "donald", "edward",
    "ehud", "elizabeth", "ellen", "emmanuel", "enrique", "eric", "evo", "faisal", "felipe",
    "fernando", "fidel", "francis", "francisco", "franck", "frank", "françois", "gabriel", "gary",
    "geert", "george", "gerhard", "giorgio", "giuseppe", "goodluck", "gordon", "greg", "guido", "hamid", "harry",
    "hashim", "hassan", "hector", "helen", "henry", "herman", "hillary", "horst", "hosni", "hugo", "hussein", "ibrahim",
    "ismail", "ivan", "jacob", "jacques", "jair", "james", "jan", "jane", "jason", "javier",
    "jean", "jeff", "jens", "jeremy", "jerry", "jesus", "jim", "jimmy", "joachim", "joe", "john",
    "jon", "jonathan", "jorge", "josé", "jose", "joseph", "josep", "joão", "juan", "julia", "julian", "julius",
    "justin", "kamal", "karim", "karl", "kate", "keith", "ken", "kenneth", "kevin", "khaled",
    "khalid", "kim", "kofi", "larry", "laura", "laurent", "lee", "leo", "leon", "luis", "luiz",
    "mahmoud", "manmohan", "manuel", "marc", "marco", "margaret", "maria", "mariano", "marine",
    "mario", "mark", "martin", "mary", "matteo", "mauricio", "megawati", "mehmet", "michael", "michel", "michelle",
    "miguel", "mike", "mikhail", "milorad", "mitt", "mohamed", "mohammad", "mohammed", "moon", "muammar",
    "muhammad", "muhammadu", "mustafa", "nancy", "narendra", "nawaz", "nelson", "nicola", "nicolas", "nicolás", "nigel",
    "nikki", "nikol", "noam", "nouri", "omar", "oscar", "osama", "park", "patrick", "paul", "pavel", "pedro",
    "pervez", "peter", "petro", "philip", "pierre", "queen", "rafael", "raila", "ralph", "ratko", "raúl", "radovan", "recep", "reuven", "rex", "ricardo",
    "richard", "robert", "roberto", "rodrigo", "roger", "ronald", "roy", "rudy", "rupert", "sachin", "saddam",
    "saif", "salman", "salva", "sam", "samuel", "sarah", "scott", "sean", "sebastian", "sergei",
    "sergey", "shimon", "shinzo", "silvio", "simon", "slobodan", "sonia", "staffan", "stephen", "steve", "steven",
    "susan", "tayyip", "ted", "teresa", "theresa", "thomas", "tim", "timothy", "tom", "tony",
    "umaru", "uhuru", "ursula", "vicente", "viktor", "vladimir", "volodymyr", "walter", "wang", "wen", "wesley", "william", "xi",
    "yasser", "yitzhak", "yoweri", "yukio", "yulia", "zhang", "zine",
];

/// What a name is by its words, each folded; `None` where they do not tell.
pub(super) fn by_words(words: &[String]) -> Option<NameKind> {
    let (first, last) = (words.first()?.as_str(), words.last()?.as_str());
    if words.len() < 2 {
        return None;
    }
    if OTHERS_LAST.contains(&last) || OTHERS_FIRST.contains(&first) {
        return Some(NameKind::Other);
    }
    if PLACES_LAST.contains(&last) || PLACES_FIRST.contains(&first) {
        // The "Islamic State" and a "Party of the State" are no places.
        return Some(if last == "state" && first == "islamic" { NameKind::Organisation } else { NameKind::Place });
    }
    words.iter().any(|w| ORGANISATIONS.contains(&w.as_str())).then_some(NameKind::Organisation)
}

/// Whether the folded word is a given name that the table has.
pub(super) fn is_given_name(word: &str) -> bool {
    GIVEN_NAMES.contains(&word)
}
