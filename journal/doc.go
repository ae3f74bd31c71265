// Journal is the workbook's memory: a quiz over the recall cards, and the
// numbers a weekly review needs.
//
//	go run ./journal            asks the cards that are due
//	go run ./journal stats      due, learned and retention, a line a day
//	go run ./journal review     the Metrics row of the weekly review
//
// # Model
//
// A card is a "## " heading of a file in journal/cards and the text under it.
// It is known by its day and its question: an edited answer keeps its schedule,
// an edited question is a new card, and the schedule of a removed card is kept
// in case it comes back.
//
// A sitting asks the cards that are due, and new ones, at most ten a day, of days of which an exercise is begun: its
// file is no longer the stub. -day asks new cards of another day.
//
// # Scheduling
//
// The scheduler is FSRS-6 with its published default weights and a desired
// retention of 0.9. The algorithm and the weights are those of
// https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm
// (section FSRS-6); the test vectors are those of its reference
// implementations. Intervals are whole calendar days in local time. There are
// no learning steps in minutes: a first good answer schedules the next day the
// formula gives, and a failed card comes back in the same sitting until it is
// answered. There is no fuzz, so a schedule can be worked out on paper.
//
// # Promises
//
// Progress is saved after each grade by writing a new file and renaming it over
// the old one, so a crash leaves the old record or the new one. A damaged
// record is reported with its line and is never overwritten. A lock file keeps
// a second run out; the lock of a run that died is taken over.
//
// # Does not handle
//
// Sub-day intervals, weights fitted to you (use a full spaced-repetition program
// for that), several readers sharing one record, and merging two records.
package main
