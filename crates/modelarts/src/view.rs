//! What every view of a raw value has in common.

/// Declares a view: a newtype that costs nothing to make, by value or by reference, and gives the raw value back.
macro_rules! view {
    ($(#[$meta:meta])* $name:ident($raw:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, ref_cast::RefCast)]
        #[repr(transparent)]
        pub struct $name($raw);

        impl $name {
            /// The value as it was decoded, with the fields that have no method here.
            #[must_use]
            pub fn raw(&self) -> &$raw {
                &self.0
            }

            /// The value as it was decoded.
            #[must_use]
            pub fn into_raw(self) -> $raw {
                self.0
            }
        }

        impl From<$raw> for $name {
            fn from(raw: $raw) -> Self {
                Self(raw)
            }
        }
    };
}

/// Gives a view of a response that is a list its iterators. The list's own module says where the elements are.
macro_rules! list_view {
    ($list:ident of $item:ident($raw:ty)) => {
        impl $list {
            /// The entries.
            pub fn iter(&self) -> impl ExactSizeIterator<Item = &$item> + DoubleEndedIterator {
                self.into_iter()
            }

            /// How many entries there are.
            #[must_use]
            pub fn len(&self) -> usize {
                self.elements().len()
            }

            /// Whether there are none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.elements().is_empty()
            }
        }

        impl<'a> IntoIterator for &'a $list {
            type Item = &'a $item;
            type IntoIter = std::iter::Map<std::slice::Iter<'a, $raw>, fn(&'a $raw) -> &'a $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.elements().iter().map(<$item as ref_cast::RefCast>::ref_cast)
            }
        }

        impl IntoIterator for $list {
            type Item = $item;
            type IntoIter = std::iter::Map<std::vec::IntoIter<$raw>, fn($raw) -> $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.into_elements().into_iter().map($item::from)
            }
        }
    };
}

pub(crate) use {list_view, view};
