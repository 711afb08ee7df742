//! Times in the local zone, and how long ago they were.

use std::env;

use jiff::{
    Span, Timestamp, Unit, Zoned,
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
        let local = match self.zoned(moment) {
            Some(zoned) => zoned.strftime("%F %R").to_string(),
            None => moment.to_string(),
        };
        format!("{local} ({})", self.ago(moment))
    }

    /// Age in its largest unit, such as `3 days ago`.
    pub(crate) fn ago(&self, moment: modelarts::Timestamp) -> String {
        let Some(age) = self
            .zoned(moment)
            .and_then(|moment| moment.until((Unit::Year, &self.now)).ok())
        else {
            return String::new();
        };
        let parts = [
            Span::new().years(age.get_years()),
            Span::new().months(age.get_months()),
            Span::new().days(age.get_days()),
            Span::new().hours(age.get_hours()),
            Span::new().minutes(age.get_minutes()),
        ];
        let printer = SpanPrinter::new()
            .designator(Designator::Verbose)
            .spacing(Spacing::BetweenUnitsAndDesignators);
        match parts.into_iter().find(|part| !part.is_zero()) {
            Some(part) if part.is_negative() => format!("in {}", printer.span_to_string(&part.abs())),
            Some(part) => format!("{} ago", printer.span_to_string(&part)),
            None => "just now".to_owned(),
        }
    }

    fn zoned(&self, moment: modelarts::Timestamp) -> Option<Zoned> {
        let moment = Timestamp::from_millisecond(moment.as_millisecond()).ok()?;
        Some(moment.to_zoned(self.now.time_zone().clone()))
    }
}
