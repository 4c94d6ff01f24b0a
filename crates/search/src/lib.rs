//! Full text: events as documents of an index, questions, answers.
