//! `--watch`: a table shown again and again, with its changes marked.

use std::{process::ExitCode, time::Duration};

use tokio::time::sleep;

use crate::{
    answer::{Answer, Answers, errors},
    clock::Clock,
    error::CommandError,
    output,
    presentation::Presentation,
    table::Table,
};

/// Clears the screen, and moves to its first line.
const CLEAR: &[u8] = b"\x1b[2J\x1b[H";

/// Asks until the command is interrupted. On a terminal each table takes the place of the last; elsewhere one that
/// differs is printed below it. A failure leaves what was last seen.
pub(crate) async fn watch(
    interval: Duration,
    presentation: Presentation<'_>,
    ask: impl AsyncFn() -> Answers,
) -> Result<ExitCode, CommandError> {
    let clock = Clock::system();
    let mut last: Option<Table> = None;
    let mut known: Vec<Option<Answer>> = Vec::new();
    loop {
        let mut answers = ask().await;
        let errors = errors(&answers);
        known.resize(answers.len(), None);
        for ((_, answer), known) in answers.iter_mut().zip(&mut known) {
            match (&answer, &known) {
                (Ok(answer), _) => *known = Some(answer.clone()),
                (Err(_), Some(known)) => *answer = Ok(known.clone()),
                (Err(_), None) => {}
            }
        }
        if let (true, Some(error)) = (known.iter().all(Option::is_none), errors.first()) {
            return Err(error.clone());
        }
        let table = presentation.table(answers)?;
        let marked = table.marked(last.as_ref().unwrap_or(&table));
        let printed = match output::terminal() {
            Some((columns, lines)) => {
                let time = clock.time_of_day();
                let failures: String = errors.iter().map(|error| error.text(Some(columns))).collect();
                let head = format!("every {interval:?}, {time}; + new, ~ changed, - gone\n{failures}");
                let text = format!("{head}\n{}", presentation.text(&marked));
                let shown: Vec<_> = text.lines().take(lines.saturating_sub(1)).collect();
                output::print(CLEAR).and_then(|()| output::print_styled(&(shown.join("\n") + "\n")))
            }
            None if last.is_none() || marked.has_marks() => {
                let between = if last.is_some() { "\n" } else { "" };
                output::print_styled(&format!("{between}{}", presentation.text(&marked)))
            }
            None => Ok(()),
        };
        printed.map_err(CommandError::printing)?;
        last = Some(table);
        sleep(interval).await;
    }
}
