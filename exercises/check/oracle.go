package check

import (
	"cmp"
	"fmt"

	"workbook/exercises/oracle"
)

// oracleSeed is the seed of every oracle: the same inputs for every reader, each time.
const oracleSeed = 1

// Oracle draws n cases, times WORKBOOK_ROUNDS, and reports the smallest that it finds in which the reader's code and the right
// answer, the case's Want, differ. draw makes a case from random choices and must keep nothing from one case to
// the next. Choose n so that the search takes at most 200 ms.
func (j *Judge) Oracle(n int, draw func(*oracle.Draw) Case) {
	j.t.Helper()
	j.search(n, draw, func(c Case) string { return j.attempt(limit, c.Got) })
}

// OracleBubble is Oracle with each call in a bubble of its own, as Bubble has it.
func (j *Judge) OracleBubble(n int, draw func(*oracle.Draw) Case) {
	j.t.Helper()
	j.search(n, draw, func(c Case) string { return j.bubble(j.t, c) })
}

func (j *Judge) search(n int, draw func(*oracle.Draw) Case, attempt func(Case) string) {
	t := j.t
	t.Helper()
	first := draw(oracle.Choices(nil).Draw())
	if !j.ready(t, &first) {
		return
	}
	stuck := ""
	smallest, nth, err := oracle.Search(oracleSeed, n, func(d *oracle.Draw) bool {
		if j.hung {
			return false // a smaller input would hang for as long again
		}
		c := draw(d)
		got := attempt(c)
		if j.hung {
			stuck = got
		}
		return got != c.Want
	})
	if err != nil {
		t.Fatal(err)
	}
	if nth == 0 {
		return
	}
	c := draw(smallest.Draw())
	c.Read, c.Call, c.Args = cmp.Or(c.Read, j.read), c.call(), nil
	c.Read = j.place(t, c.Read)
	got := stuck
	if !j.hung {
		got = attempt(c)
	}
	if got == c.Want {
		got += " this time, and something else before: the answer depends on more than the call"
	}
	const seed = "\n    seed: %d, and input %d made smaller; WORKBOOK_ROUNDS=10 draws ten times as many"
	j.compare(t, c, got, fmt.Sprintf(seed, oracleSeed, nth))
}
