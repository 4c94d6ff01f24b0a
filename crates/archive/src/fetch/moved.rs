//! Where redirects led, and whether for good.

use annals_fetch::Answer;
use url::Url;

/// Where an address is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    /// Where the answer came from, if from elsewhere.
    pub(super) to: Option<Url>,
    /// Where it has moved for good (301, 308): to there, as far as every step says so.
    pub(super) for_good: Option<Url>,
}

/// Follows the redirects of an answer to `asked`.
pub(super) fn moved(asked: &Url, answer: &Answer) -> Moved {
    let mut for_good = None;
    for (at, exchange) in answer.exchanges.iter().enumerate() {
        let next = answer.exchanges.get(at + 1);
        match (exchange.status, next) {
            (301 | 308, Some(next)) => for_good = Some(next.url.clone()),
            _ => break,
        }
    }
    let other = |url: &Url| {
        let mut asked = asked.clone();
        asked.set_fragment(None);
        *url != asked
    };
    let last = answer.exchanges.last().map(|exchange| exchange.url.clone());
    Moved { to: last.filter(other), for_good: for_good.filter(other) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_fetch::Exchange;

    fn led(steps: &[(u16, &str)]) -> (Option<String>, Option<String>) {
        let exchanges = steps.iter().map(|(status, url)| Exchange {
            at: annals_model::Timestamp::UNIX_EPOCH,
            url: Url::parse(url).unwrap(),
            ip: None,
            sent: Vec::new(),
            status: *status,
            headers: Vec::new(),
            body: Vec::new(),
        });
        let answer = Answer { exchanges: exchanges.collect(), body: Vec::new(), cut: false };
        let asked = Url::parse("http://a.example/feed").unwrap();
        let Moved { to, for_good } = moved(&asked, &answer);
        (to.map(String::from), for_good.map(String::from))
    }

    #[test]
    fn only_an_unbroken_chain_is_for_good() {
        let (a, b, c) = ("http://a.example/feed", "http://b.example/", "http://c.example/");
        assert_eq!(led(&[(200, a)]), (None, None));
        assert_eq!(led(&[(301, a), (308, b), (200, c)]), (Some(c.into()), Some(c.into())));
        assert_eq!(led(&[(301, a), (302, b), (200, c)]), (Some(c.into()), Some(b.into())));
        assert_eq!(led(&[(302, a), (301, b), (200, c)]), (Some(c.into()), None));
        assert_eq!(led(&[(301, a), (302, b), (200, a)]), (None, Some(b.into())));
    }
}
