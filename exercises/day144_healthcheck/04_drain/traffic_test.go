package drain_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"workbook/exercises/check"
	"workbook/exercises/oracle"
)

// A post is a POST that is sent so long after the signal, or before it, and
// takes so long in its handler.
type post struct {
	sent, takes time.Duration
}

func (p post) String() string { return fmt.Sprintf("sent at %v, takes %v", p.sent, p.takes) }

// ends is when its handler returns, unless it is cut.
func (p post) ends() time.Duration { return p.sent + delay + p.takes }

// TestOracle sends requests before and after the signal, and each may take longer than is left.
func TestOracle(t *testing.T) {
	check.New(t, readRun).OracleBubble(60, func(d *oracle.Draw) check.Case {
		posts := append([]post{drawPost(d)}, oracle.List(d, 5, func() post { return drawPost(d) })...)
		return check.Case{
			Call: "POSTs around a signal at 0s, notice 5s, grace 10s: %v", Args: []any{posts},
			Got: func() string { return traffic(posts) }, Want: answered(posts),
			Rule: "whatever comes within the notice and ends within the grace is answered, from the signal on with Connection: close; After and Serve's return come behind it",
		}
	})
}

// drawPost keeps away from the moments in which the order is a matter of luck.
func drawPost(d *oracle.Draw) post {
	p := post{
		sent: time.Second/4 + oracle.Pick[time.Duration](d, 0, -8*time.Second, -2*time.Second, 3*time.Second,
			4900*time.Millisecond, 5100*time.Millisecond, 9*time.Second),
		takes: oracle.Pick[time.Duration](d, 0, time.Second, 3*time.Second, 7*time.Second, 11*time.Second, time.Minute),
	}
	return p
}

func traffic(posts []post) string {
	s := newService()
	defer s.stop()
	began := time.Now()
	const start = 10 * time.Second // of the bubble; the signal comes then
	answers := make([]string, len(posts))
	var all sync.WaitGroup
	for i, p := range posts {
		all.Go(func() {
			<-time.After(start + p.sent)
			answers[i] = s.post(p.takes)
		})
	}
	<-time.After(start - time.Since(began))
	s.signal()
	err := s.end()
	ended := time.Since(s.signalled)
	all.Wait()
	if len(s.listener.ends) == 0 {
		return "nobody was ever connected"
	}
	outcome := "nil"
	if err != nil {
		outcome = "an error"
	}
	early, late := span(posts)
	when := "in time"
	if ended < early || ended > late {
		when = fmt.Sprintf("after %v", ended)
	}
	order, _ := strings.CutPrefix(s.happened(), strings.Repeat("request answered, ", strings.Count(s.happened(), "request answered")))
	order, _ = strings.CutPrefix(order, strings.Repeat("request cut, ", strings.Count(order, "request cut")))
	return fmt.Sprintf("%s; Serve: %s, %s; at last %s", strings.Join(answers, "; "), outcome, when, order)
}

// span is when Serve returns: Shutdown looks at the connections every half a
// second or so.
func span(posts []post) (early, late time.Duration) {
	early = notice
	for _, p := range posts {
		if p.sent < notice && p.ends() > early {
			early = min(p.ends(), notice+grace)
		}
	}
	return early, early + time.Second
}

// answered is the rule.
func answered(posts []post) string {
	var answers []string
	outcome := "nil"
	for _, p := range posts {
		switch {
		case p.sent > notice:
			answers = append(answers, "no answer") // refused
		case p.ends() > notice+grace:
			answers = append(answers, "no answer") // cut
			outcome = "an error"
		case p.ends() > 0:
			answers = append(answers, "201, Connection: close")
		default:
			answers = append(answers, "201")
		}
	}
	return fmt.Sprintf("%s; Serve: %s, in time; at last After, Serve returns", strings.Join(answers, "; "), outcome)
}
