//! Serves every payload of the specs on loopback until standard input ends, for tests in any language.
//!
//! An operation has one answer at a time, so there is one service for each payload of an operation, errors included.
//! Prints the address of each service on a line of its own, then an empty line. With an access key and a secret key as
//! arguments, the services refuse requests that are not signed with them.

use std::{
    env,
    io::{self, Read},
};

use modelarts_httpmock::{MockModelArts, Operation, Payload, payloads};

fn main() -> io::Result<()> {
    let services: Vec<_> = (0..).map_while(service).collect();
    let mut keys = env::args().skip(1);
    if let (Some(access_key), Some(secret_key)) = (keys.next(), keys.next()) {
        for service in &services {
            service.check_signatures(&access_key, &secret_key);
        }
    }
    for service in &services {
        println!("{}", service.url());
    }
    println!();
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// The service whose operations answer with the payload of this number; `None` if no operation has so many.
fn service(number: usize) -> Option<MockModelArts> {
    let operations = Operation::ALL.iter();
    let answers: Vec<_> = operations
        .map(|operation| (*operation, payloads_of(*operation)))
        .collect();
    if answers.iter().all(|(_, payloads)| payloads.len() <= number) {
        return None;
    }
    let mock = MockModelArts::start();
    for (operation, payloads) in answers {
        if let Some(payload) = payloads.into_iter().cycle().nth(number) {
            mock.answer(operation, payload);
        }
    }
    // A plain 404 could pass for a payload; this status cannot.
    mock.server(|server| {
        server.mock(|when, then| {
            when.is_false(|request| Operation::ALL.iter().any(|one| one.has_path(request.uri().path())));
            then.status(399);
        });
    });
    Some(mock)
}

/// Payloads of an operation: its own, and the errors that every operation shares.
fn payloads_of(operation: Operation) -> Vec<&'static Payload> {
    let all = payloads::ALL.iter().copied();
    all.filter(|payload| payload.operation.is_none_or(|id| id == operation.id))
        .collect()
}
