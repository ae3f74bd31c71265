package ledger

// Size returns how much a Ledger remembers.
func Size(l *Ledger) (counters, marks int) {
	for _, t := range l.targets {
		counters += len(t.counters)
	}
	return counters, len(l.marks)
}
