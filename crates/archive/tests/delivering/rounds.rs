//! A thousand rounds over a growing day: one commit for each round with news, with the
//! files that changed and no other; none for a round without.

use crate::world::{
    ADMITTED, archive, checked_out, deliver, differences, from_scratch, git, now, tell, tree,
    version,
};
use annals_model::date;
use std::collections::BTreeMap;

const ROUNDS: i64 = 1_000;

#[test]
fn a_thousand_rounds_over_a_growing_day() {
    let home = tempfile::tempdir().unwrap();
    // The folder beside it says independently which files a round changed.
    let archive = archive(
        &home.path().join("archive"),
        "[[target]]\nname = 'git'\nkind = 'git'\npath = '../site.git'\n\
         [[target]]\nname = 'folder'\nkind = 'folder'\npath = '../site'\n",
    );
    let repository = home.path().join("site.git");
    let day = date(1960, 9, 20);
    let mut before = BTreeMap::new();
    let mut expected = Vec::new();
    let (mut told, mut changes) = (0, 0);
    for round in 0..ROUNDS {
        // Two rounds of three bring nothing; the day grows first and is corrected then.
        let news = round % 3 == 0;
        if news {
            let (at, sources) = (told % ADMITTED.len(), 1 + told / ADMITTED.len());
            tell(&archive, version(day, ADMITTED[at], 1 + sources % 7, round), round);
            told += 1;
            changes += 1;
        }
        let delivered = deliver(&archive, round);
        let placed = delivered[0].placed.as_ref().unwrap();
        assert_eq!(delivered[0].problems, Vec::<String>::new());
        assert_eq!(placed.commit.is_some(), news, "round {round}");
        if let Some(commit) = &placed.commit {
            let now = tree(&home.path().join("site"));
            expected.push((commit.clone(), round, differences(&before, &now)));
            before = now;
        } else {
            assert_eq!((placed.written, placed.removed), (0, 0), "round {round}");
        }
    }
    assert!(changes > 300);

    let log = git(
        &repository,
        &["log", "--reverse", "--format=%x01%H %ct %at %P%n%B%x02", "--name-only", "main"],
    );
    let commits: Vec<&str> = log.split('\u{1}').skip(1).collect();
    assert_eq!(commits.len(), expected.len(), "one commit for each round with news");
    let mut parent = String::new();
    for (commit, (name, round, changed)) in commits.iter().zip(&expected) {
        let (head, files) = commit.split_once('\u{2}').unwrap();
        let mut words = head.lines().next().unwrap().split(' ');
        assert_eq!(words.next(), Some(name.as_str()));
        let time = now(*round).as_second().to_string();
        assert_eq!((words.next(), words.next()), (Some(time.as_str()), Some(time.as_str())));
        assert_eq!(words.next().unwrap_or_default(), parent, "one line of commits");
        parent.clone_from(name);
        let mut files: Vec<&str> = files.lines().filter(|l| !l.is_empty()).collect();
        files.sort_unstable();
        assert_eq!(files, *changed, "the commit of round {round}");
        let said =
            if *round < 3 * 14 { "1 event new, 0 changed" } else { "0 events new, 1 changed" };
        assert_eq!(head.lines().nth(1), Some(said), "round {round}");
    }
    let scratch = from_scratch(&archive, &home.path().join("scratch"));
    let clone = checked_out(&repository, "main", home.path().join("clone"));
    assert_eq!(differences(&clone, &scratch), Vec::<String>::new());
    git(&repository, &["fsck", "--strict", "--no-dangling"]);
}
