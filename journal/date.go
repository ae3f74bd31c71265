package main

import "time"

// A date is a calendar day, "2006-01-02". Dates of this form compare as text.
type date string

func dateOf(t time.Time) date { return date(t.Format(time.DateOnly)) }

func (d date) time() (time.Time, error) { return time.Parse(time.DateOnly, string(d)) }

func (d date) valid() bool {
	_, err := d.time()
	return err == nil
}

// plus returns the date n days on.
func (d date) plus(n int) date {
	t, err := d.time()
	if err != nil {
		return d
	}
	return dateOf(t.AddDate(0, 0, n))
}

// since returns the whole days from before to d. A clock that moved back gives
// 0, not a negative age.
func (d date) since(before date) float64 {
	to, err1 := d.time()
	from, err2 := before.time()
	if err1 != nil || err2 != nil {
		return 0
	}
	return max(to.Sub(from).Hours()/24, 0) // both are UTC midnights: summer time takes no hour
}
