//! Telling WebSub hubs of feeds that changed, once the target shows them
//! (<https://www.w3.org/TR/websub/>, section 7; the request that hubs understand is
//! PubSubHubbub 0.4's: a form with `hub.mode=publish` and the topic's address).

use super::Delivered;
use crate::config::Target;
use crate::{Archive, ArchiveError};
use annals_fetch::{Courier, Method, Parcel};
use url::Url;
use url::form_urlencoded::Serializer;

/// Tells every hub of the target's feeds that it has not heard of as they stand. What a
/// hub does not take is told again in the next round.
pub(super) fn tell(
    archive: &Archive,
    target: &Target,
    courier: &dyn Courier,
    delivered: &mut Delivered,
) -> Result<(), ArchiveError> {
    let base = target.base_url().or(archive.config.base_url.as_deref());
    let Some(base) = base else { return Ok(()) };
    for hub in &archive.config.deliver.hubs {
        let feeds = archive.store.read()?.feeds_to_tell(target.name(), hub)?;
        for path in feeds {
            let said = ping(courier, hub, &annals_publish::web_address(base, &path));
            if let Err(why) = said {
                let shown = super::git::redacted(hub);
                delivered.problems.push(format!("hub `{shown}` was not told of {path}: {why}"));
                // It will not do better with the next one.
                break;
            }
            let writer = archive.store.write()?;
            writer.feed_is_told(target.name(), &path, hub)?;
            writer.commit()?;
            delivered.told += 1;
        }
    }
    Ok(())
}

fn ping(courier: &dyn Courier, hub: &str, topic: &str) -> Result<(), String> {
    let url = Url::parse(hub).map_err(|e| e.to_string())?;
    let mut form = Serializer::new(String::new());
    // Hubs read the one or the other name of the topic.
    form.append_pair("hub.mode", "publish");
    form.append_pair("hub.topic", topic).append_pair("hub.url", topic);
    let body = form.finish();
    let receipt = courier
        .send(&Parcel {
            method: Method::Post,
            url: &url,
            headers: &[("content-type", "application/x-www-form-urlencoded")],
            body: body.as_bytes(),
            most: 4 << 10,
        })
        .map_err(|e| e.to_string())?;
    match receipt.status {
        200..=299 => Ok(()),
        status => Err(format!("it answered {status}")),
    }
}
