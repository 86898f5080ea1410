//! Offers and answers as they cross.
