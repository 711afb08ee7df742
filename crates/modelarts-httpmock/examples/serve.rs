//! Serves every payload of the specs on loopback until it is ended, for tests in any language.
//!
//! ```text
//! serve [PORT [ACCESS_KEY SECRET_KEY]]
//! ```
//!
//! An operation has one answer at a time, so there is one service for each payload of an operation, errors included, and one
//! whose pool has nothing but a name. They listen on PORT and the ports after it, or with 0 on any that are free. Prints a line for
//! each, which is its address and `OPERATION=PAYLOAD` for each of its answers, and then an empty line. With keys, the
//! services refuse requests that are not signed with them.

use std::{
    env,
    error::Error,
    io,
    net::{Shutdown, TcpListener, TcpStream},
    thread,
};

use modelarts_httpmock::{MockModelArts, Operation, Payload, payloads};
use serde_json::json;

/// What is said where the port is no number.
const USAGE: &str = "usage: serve [PORT [ACCESS_KEY SECRET_KEY]]";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let port: Option<u16> = arguments
        .next()
        .map(|port| port.parse())
        .transpose()
        .map_err(|_| USAGE)?;
    let keys = arguments.next().zip(arguments.next());
    let services: Vec<_> = (0..).map_while(service).chain([bare()]).collect();
    for (number, (service, answers)) in services.iter().enumerate() {
        if let Some((access_key, secret_key)) = &keys {
            service.check_signatures(access_key, secret_key);
        }
        let url = match port {
            Some(first) if first > 0 => forwarded(first + u16::try_from(number)?, service.url())?,
            _ => service.url(),
        };
        println!("{url} {}", answers.join(" "));
    }
    println!();
    loop {
        thread::park();
    }
}

/// The service whose operations answer with the payload of this number, and what each answers with; `None` if no operation
/// has so many.
fn service(number: usize) -> Option<(MockModelArts, Vec<String>)> {
    let operations = Operation::ALL.iter();
    let choices: Vec<_> = operations
        .map(|operation| (*operation, payloads_of(*operation)))
        .collect();
    if choices.iter().all(|(_, payloads)| payloads.len() <= number) {
        return None;
    }
    let (mock, mut answers) = (strict(), Vec::new());
    for (operation, payloads) in choices {
        if let Some(payload) = payloads.into_iter().cycle().nth(number) {
            mock.answer(operation, *payload);
            answers.push(format!("{}={}", operation.id, payload.name));
        }
    }
    Some((mock, answers))
}

/// The service with the least that a pool may be.
fn bare() -> (MockModelArts, Vec<String>) {
    let mock = strict();
    let pools = json!({ "items": [{ "metadata": { "name": "pool-without-labels-and-status" } }] });
    mock.answer(Operation::LIST_POOLS, pools);
    (mock, vec!["ListPools=list_pools.bare".to_owned()])
}

/// A mock that answers what no operation asks with a status of its own: a plain 404 could pass for a payload.
fn strict() -> MockModelArts {
    let mock = MockModelArts::start();
    mock.server(|server| {
        server.mock(|when, then| {
            when.is_false(|request| Operation::ALL.iter().any(|one| one.has_path(request.uri().path())));
            then.status(399);
        });
    });
    mock
}

/// Payloads of an operation: its own, and the errors that every operation shares.
fn payloads_of(operation: Operation) -> Vec<&'static Payload> {
    let all = payloads::ALL.iter().copied();
    all.filter(|payload| payload.operation.is_none_or(|id| id == operation.id))
        .collect()
}

/// Passes on what comes to a port of loopback, since a mock chooses its own; gives the new address.
fn forwarded(port: u16, url: String) -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let target = url.trim_start_matches("http://").to_owned();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            if let Ok(service) = TcpStream::connect(&target) {
                for (from, to) in [(&client, &service), (&service, &client)] {
                    if let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) {
                        thread::spawn(move || pass(from, to));
                    }
                }
            }
        }
    });
    Ok(format!("http://127.0.0.1:{port}"))
}

fn pass(mut from: TcpStream, mut to: TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to)?;
    to.shutdown(Shutdown::Write)
}
