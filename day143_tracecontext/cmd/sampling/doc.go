// Command sampling shows what head and tail sampling cost at your rates, and
// what they let you see. Run it with -h for its flags; the model is that of
// package samplecost.
package main
