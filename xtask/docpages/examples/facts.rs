//! Prints what a page states, as an OpenAPI document: `cargo run -p docpages --example facts -- PAGE...`

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let read = std::fs::read(&path).map_err(|error| error.to_string());
        match read.and_then(|page| docpages::read(&page).map_err(|error| error.to_string())) {
            Ok(reading) => println!(
                "# {path}\n{}",
                docpages::to_yaml(&docpages::document(reading.form, &reading.page))
            ),
            Err(error) => {
                eprintln!("{path}: {error}");
                code = ExitCode::from(2);
            }
        }
    }
    code
}
