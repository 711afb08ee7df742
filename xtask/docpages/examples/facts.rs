//! Prints what a page states: `cargo run -p docpages --example facts -- PAGE...`

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let read = std::fs::read(&path).map_err(|error| error.to_string());
        match read.and_then(|page| docpages::read(&page).map_err(|error| error.to_string())) {
            Ok(reading) => match serde_json::to_string_pretty(&reading.page) {
                Ok(facts) => println!("{}: {}\n{facts}", path, reading.form),
                Err(error) => eprintln!("{path}: {error}"),
            },
            Err(error) => {
                eprintln!("{path}: {error}");
                code = ExitCode::from(2);
            }
        }
    }
    code
}
