//! Times in the local zone, and how long ago they were.

use std::{env, fs};

use jiff::{
    Timestamp, Unit, Zoned, ZonedDifference,
    fmt::friendly::{Direction, SpanPrinter},
    tz::TimeZone,
};

use crate::table::Cell;

/// Variable that replaces the current time in tests of the whole program. An option would show up in completions.
const NOW: &str = "MODELARTS_TEST_NOW";

/// The current time and the local zone.
pub(crate) struct Clock {
    fixed: Option<Timestamp>,
    zone: TimeZone,
}

impl Clock {
    /// The system's clock and zone, which `TZ` may set.
    pub(crate) fn system() -> Self {
        Self {
            fixed: env::var(NOW).ok().and_then(|now| now.parse().ok()),
            zone: zone(),
        }
    }

    fn now(&self) -> Zoned {
        self.fixed.unwrap_or_else(Timestamp::now).to_zoned(self.zone.clone())
    }

    /// Today's date in UTC.
    pub(crate) fn date(&self) -> String {
        self.now().timestamp().strftime("%F").to_string()
    }

    /// The time of day in the local zone.
    pub(crate) fn time_of_day(&self) -> String {
        self.now().strftime("%T").to_string()
    }

    /// A time in the local zone for people, and in UTC for programs.
    pub(crate) fn time(&self, moment: Option<modelarts::Timestamp>) -> Cell {
        let cell = |moment| Cell::new(self.local(moment), &*moment.to_string());
        moment.map(cell).into()
    }

    /// Time passed since then, such as `3d`. The youngest come first in order.
    pub(crate) fn age(&self, moment: Option<modelarts::Timestamp>) -> Cell {
        let cell = |moment| Cell::new(self.since(moment), -moment.as_millisecond());
        moment.map(cell).into()
    }

    /// Local time and age, such as `2022-09-16 05:10 (3d ago)`.
    pub(crate) fn local_and_ago(&self, moment: modelarts::Timestamp) -> String {
        match self.since(moment).strip_prefix('-') {
            Some(left) => format!("{} (in {left})", self.local(moment)),
            None => format!("{} ({} ago)", self.local(moment), self.since(moment)),
        }
    }

    fn local(&self, moment: modelarts::Timestamp) -> String {
        let local = self.zoned(moment).map(|zoned| zoned.strftime("%F %R").to_string());
        local.unwrap_or_else(|| moment.to_string())
    }

    /// Time passed since then in its largest unit, negative for what is to come.
    fn since(&self, moment: modelarts::Timestamp) -> String {
        let Some(moment) = self.zoned(moment) else {
            return String::new();
        };
        let units = [
            Unit::Year,
            Unit::Month,
            Unit::Day,
            Unit::Hour,
            Unit::Minute,
            Unit::Second,
        ];
        let now = self.now();
        let in_unit = |unit| {
            let age = ZonedDifference::new(&now).largest(unit).smallest(unit);
            moment.until(age).ok().filter(|age| !age.is_zero())
        };
        let printer = SpanPrinter::new().direction(Direction::Sign);
        let age = units.into_iter().find_map(in_unit);
        age.map_or_else(|| "0s".to_owned(), |age| printer.span_to_string(&age))
    }

    fn zoned(&self, moment: modelarts::Timestamp) -> Option<Zoned> {
        let moment = Timestamp::from_millisecond(moment.as_millisecond()).ok()?;
        Some(moment.to_zoned(self.zone.clone()))
    }
}

/// The local zone. Its file is read first: for anything else, a list of all zones is made, which takes a millisecond.
fn zone() -> TimeZone {
    let file = match env::var_os("TZ") {
        Some(_) => None,
        None => fs::read("/etc/localtime").ok(),
    };
    let zone = file.and_then(|file| TimeZone::tzif("", &file).ok());
    zone.unwrap_or_else(TimeZone::system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_that_of_the_system() {
        let now = Timestamp::now();
        assert_eq!(zone().to_offset(now), TimeZone::system().to_offset(now));
    }
}
