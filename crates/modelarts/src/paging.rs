//! Lists that come in pages: streams of the pages, and of the items on them.

use std::{
    collections::HashSet,
    fmt,
    future::{poll_fn, ready},
    ops::Deref,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use modelarts_api::types::ListMetadata;

use crate::{Error, Response, ResponseFuture};

/// Position of a page in its list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Position {
    /// What the service calls the page.
    Token(String),
    /// Number of items before the page.
    Offset(i64),
}

impl Position {
    /// Position after a page with this metadata; none after the last.
    pub(crate) fn after_token(metadata: Option<&ListMetadata>) -> Option<Self> {
        let token = metadata?.continue_.as_deref().filter(|token| !token.is_empty())?;
        Some(Self::Token(token.to_owned()))
    }

    /// Position after a page of `count` items of `total`, for a request with this offset and limit; none after the last. A
    /// page has as many items as its limit, and `largest` at most, which is the default, too. One that has fewer is the last.
    pub(crate) fn after_offset<E>(
        given: [&Option<Result<i64, E>>; 2],
        count: usize,
        total: Option<i64>,
        largest: i64,
    ) -> Option<Self> {
        let [start, limit] = given.map(|parameter| parameter.as_ref()?.as_ref().ok().copied());
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let size = limit.filter(|limit| (1..largest).contains(limit)).unwrap_or(largest);
        let after = start.unwrap_or_default().saturating_add(count);
        let goes_on = match total {
            Some(total) => after < total && (count == 0 || count >= size),
            None => count >= size,
        };
        goes_on.then_some(Self::Offset(after))
    }
}

/// A request for a list, which is answered with one page of it.
pub(crate) trait ListRequest:
    Clone
    + Send
    + IntoFuture<Output = <ResponseFuture<Self::Page> as Future>::Output, IntoFuture = ResponseFuture<Self::Page>>
{
    /// The items of a page.
    type Page: Deref<Target = [Self::Item]>;
    type Item;
    /// Name in errors.
    const OPERATION: &'static str;

    /// Position of the page after the one that this request was answered with.
    fn next(&self, page: &Self::Page) -> Option<Position>;

    /// Requests the page at a position.
    fn at(self, position: Position) -> Self;
}

/// Declares that a request is for a list, and adds its streams and iterators.
///
/// ```text
/// paginated! {
///     ListNetworks -> NetworkList of Network by Token(continue_);
///     |request, page| Position::after_token(page.raw().metadata.as_deref())
/// }
/// ```
macro_rules! paginated {
    (
        $request:ident -> $page:ident of $item:ident by $($position:ident($parameter:ident)),+;
        |$asked:ident, $answered:ident| $next:expr
    ) => {
        impl $crate::paging::ListRequest for $request {
            type Page = $page;
            type Item = $item;
            const OPERATION: &'static str = stringify!($request);

            fn next(&self, page: &$page) -> Option<$crate::paging::Position> {
                let ($asked, $answered) = (self, page);
                $next
            }

            #[allow(unreachable_patterns, reason = "most lists have one kind of position")]
            fn at(self, position: $crate::paging::Position) -> Self {
                match position {
                    $($crate::paging::Position::$position(position) => self.$parameter(position),)+
                    _ => self,
                }
            }
        }

        impl $request {
            /// Lists page by page, from this request's page to the last, as a stream of responses.
            ///
            /// Each page is a call of its own, with its retries and its deadline. The stream ends after the first error.
            pub fn pages(self) -> $crate::Pages<$page> {
                $crate::Pages::new(self)
            }

            /// Lists every item, from this request's page to the last, as a stream. Pages are asked for as they are
            /// needed.
            ///
            /// Each page is a call of its own, with its retries and its deadline. The stream ends after the first error.
            pub fn items(self) -> $crate::Items<$page> {
                $crate::Items::new(self.pages())
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Request<$request> {
            #[doc = concat!("Iterates over [`", stringify!($request), "::pages`](crate::", stringify!($request), "::pages).")]
            pub fn pages(self) -> $crate::blocking::Iter<$crate::Pages<$page>> {
                self.map($request::pages).into_iter()
            }

            #[doc = concat!("Iterates over [`", stringify!($request), "::items`](crate::", stringify!($request), "::items).")]
            pub fn items(self) -> $crate::blocking::Iter<$crate::Items<$page>> {
                self.map($request::items).into_iter()
            }
        }
    };
}

pub(crate) use paginated;

/// Pages of a list, as a stream of responses.
///
/// ```no_run
/// # async fn example(client: modelarts::Client) -> Result<(), modelarts::Error> {
/// let mut pages = client.list_networks().limit(100).pages();
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} networks, request {:?}", page.len(), page.request_id());
/// }
/// # Ok(())
/// # }
/// ```
///
/// The list ends where the service says so. If it does not make sense, because a page repeats or points back, or is empty
/// and promises more, the next item is an error, of the kind [`Decode`](crate::ErrorKind::Decode).
#[must_use = "a stream asks for nothing until it is polled"]
pub struct Pages<T> {
    /// Call for the next page; none at the end.
    call: Option<ResponseFuture<T>>,
    /// Makes the call for the page after this one.
    following: Following<T>,
}

type Following<T> = Box<dyn FnMut(&Response<T>) -> Result<Option<ResponseFuture<T>>, Error> + Send>;

impl<T: Send + 'static> Pages<T> {
    pub(crate) fn new<R>(mut request: R) -> Self
    where
        R: ListRequest<Page = T> + 'static,
        T: Deref<Target = [R::Item]>,
    {
        let call = Some(request.clone().into_future());
        let mut seen = HashSet::new();
        let mut previous = Bytes::new();
        let following = move |page: &Response<T>| {
            let Some(position) = request.next(page) else {
                return Ok(None);
            };
            let body = page.body_bytes();
            let fault = match &position {
                _ if page.is_empty() => "the page is empty, but there are said to be more",
                position if !seen.insert(position.clone()) => "the page points back to one that came before",
                _ if body == previous => "the page is the same as the one before",
                _ => {
                    previous = body;
                    request = request.clone().at(position);
                    return Ok(Some(request.clone().into_future()));
                }
            };
            Err(page.fault(R::OPERATION, format!("cannot go on with the list: {fault}")))
        };
        Self {
            call,
            following: Box::new(following),
        }
    }

    /// Waits for the next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Send + 'static> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(call) = &mut self.call else {
            return Poll::Ready(None);
        };
        let page = ready!(call.as_mut().poll(context));
        self.call = None;
        if let Ok(page) = &page {
            // The page is whole, so it comes before the error.
            self.call = (self.following)(page).unwrap_or_else(|error| Some(Box::pin(ready(Err(error)))));
        }
        Poll::Ready(Some(page))
    }
}

/// Items of a list, of all its pages, as a stream.
///
/// ```no_run
/// # async fn example(client: modelarts::Client) -> Result<(), modelarts::Error> {
/// let mut networks = client.list_networks().items();
/// while let Some(network) = networks.next().await {
///     println!("{}", network?.display_name());
/// }
/// # Ok(())
/// # }
/// ```
///
/// The functions of the crate `futures` take it, such as `TryStreamExt::try_collect`. Its errors are those of [`Pages`].
#[must_use = "a stream asks for nothing until it is polled"]
pub struct Items<T: IntoIterator> {
    pages: Pages<T>,
    page: Option<T::IntoIter>,
}

impl<T: IntoIterator<IntoIter: Unpin> + Send + 'static> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, page: None }
    }

    /// Waits for the next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: IntoIterator<IntoIter: Unpin> + Send + 'static> Stream for Items<T> {
    type Item = Result<T::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.as_mut().and_then(Iterator::next) {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = Some(page.into_inner().into_iter()),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T: IntoIterator> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
