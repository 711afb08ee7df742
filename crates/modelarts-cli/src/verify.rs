//! `verify`: what the service sends, held against the specs.

mod departure;
mod mask;
mod place;
mod probe;
mod report;
mod specs;
mod undecodable;
mod walk;

use modelarts::{Error, Response};

pub(crate) use specs::Specs;

use self::report::Report;
use crate::{
    arguments::Global,
    clock::Clock,
    connection::Connection,
    failure::{self, Failure},
    output::{self, Format},
};

/// Makes the four calls and prints the report on them.
pub(crate) async fn run(global: &Global) -> Result<(), Failure> {
    let specs = Specs::bundled().map_err(|error| Failure::system("cannot read the bundled specs", error.into()))?;
    let connection = Connection::open(global).await?;
    let client = &connection.client;
    // At once: none needs to wait for another.
    let calls = async {
        tokio::join!(
            client.list_pools().into_future(),
            client.show_pool_statistics().into_future(),
            client.show_os_quota().into_future(),
            client.show_workspace_quotas("0").into_future(),
        )
    };
    let (pools, statistics, os_quotas, workspace_quotas) = connection.wait(calls).await;
    let mut report = Report::new(&specs, client.region(), &Clock::of_the_system());
    report.add("ListPools", &Answer::of(&pools));
    report.add("ShowPoolStatistics", &Answer::of(&statistics));
    report.add("ShowOsQuota", &Answer::of(&os_quotas));
    report.add("ShowWorkspaceQuotas", &Answer::of(&workspace_quotas));
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

/// What became of a call, as far as the report needs it.
struct Answer<'a> {
    /// What the service sent that is to be held against the specs.
    body: Option<&'a [u8]>,
    failure: Option<&'a Error>,
}

impl<'a> Answer<'a> {
    fn of<T>(result: &'a Result<Response<T>, Error>) -> Self {
        match result {
            Ok(response) => Self {
                body: Some(response.body()),
                failure: None,
            },
            // A success that cannot be decoded is what this command is for.
            Err(error) => Self {
                body: error.body().filter(|_| error.is_decode()),
                failure: Some(error),
            },
        }
    }

    /// Whether nothing was sent, for a reason that lies here.
    fn is_unasked(&self) -> bool {
        self.failure
            .is_some_and(|error| failure::status(error) == failure::MISUSED)
    }
}
