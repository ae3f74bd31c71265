package healthcheck

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// ErrBudget marks every error of Budget.
var ErrBudget = errors.New("the drain does not fit")

// A Pod is what the orchestrator has been told about a process. Zero fields
// stand for the defaults of Kubernetes, given in brackets.
type Pod struct {
	Period      time.Duration // periodSeconds of the readiness probe [10s]
	Failures    int           // failureThreshold of it [3]
	Timeout     time.Duration // timeoutSeconds of it [1s]
	Termination time.Duration // terminationGracePeriodSeconds [30s]
	PreStop     time.Duration // how long a preStop hook runs; it is on the same clock [none]
}

func (p Pod) withDefaults() Pod {
	p.Period = cmp.Or(p.Period, 10*time.Second)
	p.Failures = cmp.Or(p.Failures, 3)
	p.Timeout = cmp.Or(p.Timeout, time.Second)
	p.Termination = cmp.Or(p.Termination, 30*time.Second)
	return p
}

// Notice is the longest that whoever polls readiness as p says can take to
// see it red: Period x Failures + Timeout.
func (p Pod) Notice() time.Duration {
	p = p.withDefaults()
	polls := time.Duration(math.MaxInt64)
	if time.Duration(p.Failures) <= polls/p.Period {
		polls = p.Period * time.Duration(p.Failures)
	}
	return plus(polls, p.Timeout)
}

// plus adds two durations that are not negative, and stops at the longest there
// is: a sum that wraps around would fit into any grace.
func plus(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// Budget refuses a plan that can't be kept, with the arithmetic in the error:
// the longest it can take must fit into p.Termination, after which SIGKILL
// comes, and its notice may not be shorter than p.Notice. A nil error means
// that the sums are right, not that a step keeps to its timeout.
//
// Where traffic is steered by endpoints and not by polling, removing them
// takes about as long as the news needs to reach every node. Say so with a
// Pod whose Period is that time and whose Failures is 1.
func Budget(plan Plan, p Pod) error {
	plan, p = plan.withDefaults(), p.withDefaults()
	var problems []string
	need := p.Notice()
	if plan.Notice < need {
		const format = "the notice of %v is shorter than %v, which is period %v x %d failures + timeout %v"
		problems = append(problems, fmt.Sprintf(format, plan.Notice, need, p.Period, p.Failures, p.Timeout))
	}
	sum, terms := plan.worst(p)
	if sum > p.Termination {
		problems = append(problems, fmt.Sprintf("%s = %v, over the termination grace of %v by %v",
			strings.Join(terms, " + "), sum, p.Termination, sum-p.Termination))
	}
	if problems == nil {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrBudget, strings.Join(problems, "; "))
}

// worst adds up the longest a plan can take, with the notice it ought to give.
func (p Plan) worst(pod Pod) (sum time.Duration, terms []string) {
	add := func(d time.Duration, what string) {
		if d > 0 {
			sum = plus(sum, d)
			terms = append(terms, fmt.Sprintf("%v %s", d, what))
		}
	}
	add(pod.PreStop, "preStop")
	add(max(p.Notice, pod.Notice()), "notice")
	add(p.Grace, "grace")
	for _, s := range p.After {
		add(s.timeout(), s.Name)
	}
	for _, s := range p.Close {
		add(s.timeout(), s.Name)
	}
	if p.Admin != nil {
		add(adminGrace, "admin")
	}
	return sum, terms
}
