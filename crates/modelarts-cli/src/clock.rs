//! Times as people read them: where they are, and how long ago.

use std::env;

use jiff::{
    Span, Timestamp, Unit,
    fmt::friendly::{Designator, Spacing, SpanPrinter},
    tz::TimeZone,
};

/// Another moment for now, for tests of the whole program: what they see must be the same at any time. It is no option,
/// since scripts for completion offer hidden ones too.
const NOW: &str = "MODELARTS_TEST_NOW";

/// What time it is, and where.
pub(crate) struct Clock {
    now: Timestamp,
    zone: TimeZone,
}

impl Clock {
    /// The clock and the zone of the system (`TZ` included).
    pub(crate) fn of_the_system() -> Self {
        let fixed = env::var(NOW).ok().and_then(|now| now.parse().ok());
        Self {
            now: fixed.unwrap_or_else(Timestamp::now),
            zone: TimeZone::system(),
        }
    }

    /// Today's date in UTC.
    pub(crate) fn date(&self) -> String {
        self.now.strftime("%F").to_string()
    }

    /// The moment in the zone, as `2022-09-16 05:10`.
    pub(crate) fn local(&self, moment: modelarts::Timestamp) -> String {
        match Timestamp::from_millisecond(moment.as_millisecond()) {
            Ok(moment) => moment.to_zoned(self.zone.clone()).strftime("%F %R").to_string(),
            Err(_) => moment.to_string(),
        }
    }

    /// How long ago the moment was in its largest unit, as `3 days ago`.
    pub(crate) fn ago(&self, moment: modelarts::Timestamp) -> String {
        let Some(span) = self.since(moment) else {
            return String::new();
        };
        let units = [
            Span::new().years(span.get_years()),
            Span::new().months(span.get_months()),
            Span::new().days(span.get_days()),
            Span::new().hours(span.get_hours()),
            Span::new().minutes(span.get_minutes()),
        ];
        let largest = units.into_iter().find(|unit| !unit.is_zero());
        let printer = SpanPrinter::new()
            .designator(Designator::Verbose)
            .spacing(Spacing::BetweenUnitsAndDesignators);
        match largest {
            Some(span) if span.is_negative() => format!("in {}", printer.span_to_string(&span.abs())),
            Some(span) => format!("{} ago", printer.span_to_string(&span)),
            None => "just now".to_owned(),
        }
    }

    /// Both, as `2022-09-16 05:10 (3 days ago)`.
    pub(crate) fn local_and_ago(&self, moment: modelarts::Timestamp) -> String {
        format!("{} ({})", self.local(moment), self.ago(moment))
    }

    fn since(&self, moment: modelarts::Timestamp) -> Option<Span> {
        let moment = Timestamp::from_millisecond(moment.as_millisecond()).ok()?;
        let now = self.now.to_zoned(self.zone.clone());
        moment.to_zoned(self.zone.clone()).until((Unit::Year, &now)).ok()
    }
}
