//! Times in the local zone, and how long ago they were.

use std::env;

use jiff::{
    Timestamp, Unit, Zoned, ZonedDifference,
    fmt::friendly::{Designator, Spacing, SpanPrinter},
    tz::TimeZone,
};

/// Variable that replaces the current time in tests of the whole program. An option would show up in completions.
const NOW: &str = "MODELARTS_TEST_NOW";

/// The current time and the local zone.
pub(crate) struct Clock {
    now: Zoned,
}

impl Clock {
    /// The system's clock and zone, which `TZ` may set.
    pub(crate) fn system() -> Self {
        let fixed = env::var(NOW).ok().and_then(|now| now.parse().ok());
        Self {
            now: fixed.unwrap_or_else(Timestamp::now).to_zoned(TimeZone::system()),
        }
    }

    /// Today's date in UTC.
    pub(crate) fn date(&self) -> String {
        self.now.timestamp().strftime("%F").to_string()
    }

    /// Local time and age, such as `2022-09-16 05:10 (3 days ago)`.
    pub(crate) fn local_and_ago(&self, moment: modelarts::Timestamp) -> String {
        let local = self.zoned(moment).map(|zoned| zoned.strftime("%F %R").to_string());
        format!("{} ({})", local.unwrap_or_else(|| moment.to_string()), self.ago(moment))
    }

    /// Age in its largest unit, such as `3 days ago`.
    pub(crate) fn ago(&self, moment: modelarts::Timestamp) -> String {
        let Some(moment) = self.zoned(moment) else {
            return String::new();
        };
        let units = [Unit::Year, Unit::Month, Unit::Day, Unit::Hour, Unit::Minute];
        let in_unit = |unit| {
            let age = ZonedDifference::new(&self.now).largest(unit).smallest(unit);
            moment.until(age).ok().filter(|age| !age.is_zero())
        };
        let printer = SpanPrinter::new()
            .designator(Designator::Verbose)
            .spacing(Spacing::BetweenUnitsAndDesignators);
        match units.into_iter().find_map(in_unit) {
            Some(age) if age.is_negative() => format!("in {}", printer.span_to_string(&age.abs())),
            Some(age) => format!("{} ago", printer.span_to_string(&age)),
            None => "just now".to_owned(),
        }
    }

    fn zoned(&self, moment: modelarts::Timestamp) -> Option<Zoned> {
        let moment = Timestamp::from_millisecond(moment.as_millisecond()).ok()?;
        Some(moment.to_zoned(self.now.time_zone().clone()))
    }
}
