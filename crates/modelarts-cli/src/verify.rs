//! `verify`: what the service sends, held against the specs.

mod departure;
mod mask;
mod place;
mod probe;
mod report;
mod specs;
mod undecodable;
mod walk;

use std::pin::Pin;

use futures_util::future::join_all;
use modelarts::{Error, Response};

pub(crate) use specs::Specs;

use self::report::Report;
use crate::{
    arguments::Global,
    clock::Clock,
    connection::Connection,
    failure::{self, Failure},
    generated::calls,
    output::{self, Format},
};

/// Calls these operations, or every one where none is named, and prints the report on them.
pub(crate) async fn run(global: &Global, wanted: &[String]) -> Result<(), Failure> {
    let specs = Specs::bundled().map_err(|error| Failure::system("cannot read the bundled specs", error.into()))?;
    let connection = Connection::open(global).await?;
    let (operations, answers): (Vec<_>, Vec<_>) = calls(&connection.client)
        .into_iter()
        .filter(|call| wanted.is_empty() || wanted.iter().any(|id| id == call.operation))
        .map(|call| (call.operation, call.answer))
        .unzip();
    // At once: none needs to wait for another.
    let answers = connection.wait(join_all(answers)).await;
    let mut report = Report::new(&specs, connection.client.region(), &Clock::of_the_system());
    for (operation, answer) in operations.into_iter().zip(&answers) {
        report.add(operation, answer);
    }
    let text = match Format::or_default(global.output) {
        Format::Table => report.markdown(),
        Format::Json => report.json(),
    };
    output::print(text.as_bytes()).map_err(|error| Failure::system("cannot print the report", error))?;
    if report.is_unasked() {
        Err(Failure::NothingSent)
    } else if report.agrees() {
        Ok(())
    } else {
        Err(Failure::Departs)
    }
}

/// A call that is to be made, of whatever type its response is.
pub(crate) struct Call {
    operation: &'static str,
    answer: Pin<Box<dyn Future<Output = Answer> + Send>>,
}

impl Call {
    /// A call of an operation by `request`.
    pub(crate) fn new<T>(
        operation: &'static str,
        request: impl IntoFuture<Output = Result<Response<T>, Error>, IntoFuture: Send + 'static>,
    ) -> Self {
        let sent = request.into_future();
        Self {
            operation,
            answer: Box::pin(async move { Answer::of(sent.await) }),
        }
    }
}

/// What became of a call, as far as the report needs it.
struct Answer {
    /// What the service sent that is to be held against the specs.
    body: Option<Vec<u8>>,
    failure: Option<Error>,
}

impl Answer {
    fn of<T>(result: Result<Response<T>, Error>) -> Self {
        match result {
            Ok(response) => Self {
                body: Some(response.body().to_vec()),
                failure: None,
            },
            // A success that cannot be decoded is what this command is for.
            Err(error) => Self {
                body: error.body().filter(|_| error.is_decode()).map(<[u8]>::to_vec),
                failure: Some(error),
            },
        }
    }

    /// Whether nothing was sent, for a reason that lies here.
    fn is_unasked(&self) -> bool {
        let failure = self.failure.as_ref();
        failure.is_some_and(|error| failure::status(error) == failure::MISUSED)
    }
}
