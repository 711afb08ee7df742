//! Declaration of the requests, one for each operation.

use crate::{Error, ErrorKind, InvalidIdentifier, WorkspaceId};

/// Declares the request of an operation, for the async and the blocking client.
///
/// ```text
/// request! {
///     /// Documentation of the request.
///     pub struct ListPools -> PoolList;
///
///     /// Documentation of the method that makes it.
///     pub fn list_pools();
///
///     /// Documentation of an optional parameter.
///     pub fn status(value PoolStatusFilter);
/// }
/// ```
///
/// The request has the name of the operation and results in a view of the generated response type. Methods have the
/// names of the generated client, which come from the specs. Required parameters are arguments of the first method, such
/// as `workspace_id: id WorkspaceId`. There are three kinds of parameter:
///
/// | kind | argument |
/// |---|---|
/// | `id WorkspaceId` | an identifier, or text that is validated |
/// | `text String` | any text |
/// | `value PoolStatusFilter` | a value of that type |
///
/// An optional parameter also takes an `Option` of its argument.
macro_rules! request {
    (
        $(#[$request_doc:meta])*
        pub struct $request:ident -> $view:ident;

        $(#[$call_doc:meta])*
        pub fn $call:ident($($required:ident: $required_kind:ident $required_type:ty),*);

        $(
            $(#[$option_doc:meta])*
            pub fn $option:ident($option_kind:ident $option_type:ty);
        )*
    ) => {
        $(#[$request_doc])*
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct $request {
            client: $crate::Client,
            $($required: Result<$required_type, $crate::InvalidIdentifier>,)*
            $($option: Option<Result<$option_type, $crate::InvalidIdentifier>>,)*
        }

        impl $crate::Client {
            $(#[$call_doc])*
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub fn $call(
                &self,
                $($required: $crate::request::argument!($required_kind $required_type)),*
            ) -> $request {
                // An invalid identifier is reported when the request is awaited, and no other argument can be invalid.
                $request {
                    client: self.clone(),
                    $($required: $required.try_into().map_err(Into::into),)*
                    $($option: None,)*
                }
            }
        }

        impl $request {
            $(
                $(#[$option_doc])*
                pub fn $option(mut self, $option: $crate::request::optional!($option_kind $option_type)) -> Self {
                    self.$option = $crate::request::given!($option_kind $option);
                    self
                }
            )*
        }

        impl std::future::IntoFuture for $request {
            type Output = <Self::IntoFuture as Future>::Output;
            type IntoFuture = $crate::ResponseFuture<$view>;

            fn into_future(self) -> Self::IntoFuture {
                let client = self.client;
                let arguments = || {
                    Ok::<_, $crate::Error>((
                        $($crate::request::valid(stringify!($request), self.$required)?,)*
                        $($crate::request::valid(stringify!($request), self.$option.transpose())?,)*
                    ))
                };
                let arguments = arguments();
                Box::pin(async move {
                    // Lent to each attempt, whose request consumes its own. What is moved takes room in the future twice.
                    let arguments = match &arguments {
                        Ok(arguments) => arguments,
                        Err(error) => return Err(error.clone()),
                    };
                    let call = client.call(|raw, project_id| {
                        let ($($required,)* $($option,)*) = arguments;
                        let request = raw.$call().project_id(project_id.as_str())$(.$required(Clone::clone($required)))*;
                        $(
                            let request = match Clone::clone($option) {
                                Some($option) => request.$option($option),
                                None => request,
                            };
                        )*
                        request
                    });
                    Ok(call.await?.map($view::from))
                })
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Client {
            #[doc = concat!("Blocking [`modelarts::Client::", stringify!($call), "`](crate::Client::", stringify!($call), ").")]
            pub fn $call(
                &self,
                $($required: $crate::request::argument!($required_kind $required_type)),*
            ) -> $crate::blocking::Request<$request> {
                self.request_of(self.as_async().$call($($required),*))
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Request<$request> {
            $(
                #[doc = concat!(
                    "See [`", stringify!($request), "::", stringify!($option), "`]",
                    "(crate::", stringify!($request), "::", stringify!($option), ").",
                )]
                pub fn $option(self, $option: $crate::request::optional!($option_kind $option_type)) -> Self {
                    self.map(|request| request.$option($option))
                }
            )*
        }
    };
}

/// The type of the argument for a required parameter.
macro_rules! argument {
    (id $id:ty) => { impl TryInto<$id, Error: Into<$crate::InvalidIdentifier>> };
    ($kind:ident $argument:ty) => { impl Into<$argument> };
}

/// The type of the argument for an optional parameter, which `None` leaves out.
macro_rules! optional {
    (value $value:ty) => { impl Into<Option<$value>> };
    ($kind:ident $text:ty) => { impl $crate::request::OptionalText<$text> };
}

/// The value of an optional parameter.
macro_rules! given {
    (value $argument:ident) => {
        $argument.into().map(Ok)
    };
    ($kind:ident $argument:ident) => {
        $crate::request::OptionalText::parse($argument)
    };
}

/// Text for an optional parameter, or nothing: a string, an identifier, or an `Option` of one.
pub trait OptionalText<T> {
    #[doc(hidden)]
    fn parse(self) -> Option<Result<T, InvalidIdentifier>>;
}

impl<T, S: OptionalText<T>> OptionalText<T> for Option<S> {
    fn parse(self) -> Option<Result<T, InvalidIdentifier>> {
        self.and_then(S::parse)
    }
}

macro_rules! optional_text {
    ($($text:ty => $target:ty),*) => {$(
        impl OptionalText<$target> for $text {
            fn parse(self) -> Option<Result<$target, InvalidIdentifier>> {
                Some(self.try_into().map_err(Into::into))
            }
        }
    )*};
}

optional_text! {
    &str => String, &String => String, String => String,
    &str => WorkspaceId, &String => WorkspaceId, String => WorkspaceId,
    &WorkspaceId => WorkspaceId, WorkspaceId => WorkspaceId
}

/// The argument, or the error of `operation` if it is invalid.
pub(crate) fn valid<T>(operation: &'static str, argument: Result<T, InvalidIdentifier>) -> Result<T, Error> {
    argument.map_err(|error| Error::new(ErrorKind::InvalidInput, error.to_string()).with_operation(operation, 0))
}

pub(crate) use {argument, given, optional, request};
