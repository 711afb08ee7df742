//! `api`: a call of any operation.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use modelarts::{Client, PathRequest};
use serde_json::{Map, Value};

use crate::{arguments::Api, error::CommandError};

/// The request body: a file, or standard input for `-`.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, CommandError> {
    let mut body = Vec::new();
    let read = match file == Path::new("-") {
        true => io::stdin().read_to_end(&mut body).map(|_| body),
        false => fs::read(file),
    };
    read.map_err(|error| CommandError::system(&format!("cannot read {}", file.display()), error))
}

/// The request. Fields are a JSON body where a method has one and there is no other, and else parameters of the query.
pub(crate) fn request(client: &Client, call: &Api, input: Option<&[u8]>) -> PathRequest {
    // What stands after a question mark is a query already.
    let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
    let mut request = client.request(call.method.clone(), path);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        request = request.query(name, value);
    }
    let has_body = matches!(&*call.method, "POST" | "PUT" | "PATCH");
    match input {
        Some(input) => request = request.body(input.to_vec()),
        None if has_body && !call.fields.is_empty() => {
            let fields = call
                .fields
                .iter()
                .map(|(name, value)| (name.clone(), Value::from(value.as_str())));
            return request.json(&fields.collect::<Map<_, _>>());
        }
        None => {}
    }
    call.fields
        .iter()
        .fold(request, |request, (name, value)| request.query(name, value))
}
