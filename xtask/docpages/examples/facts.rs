//! Prints what pages state, as OpenAPI documents: `cargo run -p docpages --example facts -- PAGE...`

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let page = std::fs::read(&path).map_err(|error| error.to_string());
        match page.and_then(|page| docpages::read(&page).map_err(|error| error.to_string())) {
            Ok(reading) => println!("# {path}\n{}", docpages::to_yaml(&reading.document)),
            Err(error) => {
                eprintln!("{path}: {error}");
                code = ExitCode::from(2);
            }
        }
    }
    code
}
