//! The figures of the watcher beside the server, in `/metrics`.

use annals_archive::watch::Status;
use annals_model::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;
use std::fmt;
use std::sync::Arc;

/// A watcher's figures, read when they are asked for.
#[derive(Debug)]
pub(super) struct Watched(pub(super) Arc<Status>);

impl Collector for Watched {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let figures = self.0.figures();
        let mut gauge = |name, help, unit: Option<&Unit>, value: f64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(to.encode_descriptor(name, help, unit, gauge.metric_type())?)
        };
        gauge(
            "watch_running",
            "Whether the watcher runs",
            None,
            f64::from(u8::from(figures.runs)),
        )?;
        if let Some(next) = figures.next {
            gauge(
                "watch_next_round_timestamp",
                "When the next round is due",
                Some(&Unit::Seconds),
                seconds(next),
            )?;
        }
        if let Some(last) = figures.last {
            let about_last = [
                ("watch_round_timestamp", "When the last round ended", seconds(last.ended)),
                ("watch_round_duration", "How long the last round took", last.seconds),
            ];
            for (name, help, value) in about_last {
                gauge(name, help, Some(&Unit::Seconds), value)?;
            }
            let counts = [
                ("watch_round_steps_done", "Steps of the last round that were done", last.done),
                ("watch_round_steps_failed", "Steps of the last round that were not", last.failed),
                ("watch_round_problems", "Problems of the last round", last.problems),
            ];
            for (name, help, value) in counts {
                gauge(name, help, None, value as f64)?;
            }
        }
        let counters = [
            ("watch_rounds", "Rounds since the start", None, figures.rounds),
            ("watch_failed_rounds", "Rounds with a failed step", None, figures.failed_rounds),
            ("watch_requests", "Requests to the network", None, figures.requests),
            ("watch_received", "Content from the network", Some(&Unit::Bytes), figures.bytes),
        ];
        for (name, help, unit, value) in counters {
            let counter = ConstCounter::new(value);
            counter.encode(to.encode_descriptor(name, help, unit, counter.metric_type())?)?;
        }
        Ok(())
    }
}

fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1_000.0
}
