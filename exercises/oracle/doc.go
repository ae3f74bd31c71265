// Package oracle draws random inputs for the tests of an exercise, and makes the input that shows a fault small.
//
// An oracle is a function that knows the right answer: the day's own package, the standard library, or ten lines in
// the test. The test draws inputs, asks the reader's code and the oracle, and compares.
//
// An input is built from choices. A choice is a number below a bound, and the choice 0 is always the simplest one. Search
// keeps the choices of the first input that fails. Then it leaves some of them out, makes others smaller, and draws
// again from what is left. The function that draws an input therefore draws the smaller ones too: nobody
// writes a second function that shrinks. (Hypothesis, a library for Python, works so.)
//
// The seed is fixed. A test draws the same inputs each time, and WORKBOOK_ROUNDS, a whole number, multiplies how many.
package oracle
