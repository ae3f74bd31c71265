package generate

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
)

// policy is a Policy, with its defaults filled in, that writes itself as rules.
type policy struct {
	alerting.Policy
	sli sli
}

// complete fills in what a Policy leaves out.
func complete(given alerting.Policy) policy {
	given.Name = cmp.Or(given.Name, "service")
	given.Runbooks = cmp.Or(given.Runbooks, "runbooks/")
	if !strings.ContainsAny(given.Runbooks[len(given.Runbooks)-1:], "/=?#") {
		given.Runbooks += "/"
	}
	return policy{given, sli{given.SLI.Defaults()}}
}

// serviceName is what is safe in a file name, a label and a URL, and gives each service
// alert names of its own: a-1 and a_1 would give the same.
var serviceName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+|_[a-z][a-z0-9]*)*$`)

// validateNames refuses what cannot be written down as it is.
func (p policy) validateNames() error {
	if !serviceName.MatchString(p.Name) {
		return fmt.Errorf("policy name %.64q: want a-z and 0-9, a letter first, with single - or _ between", p.Name)
	}
	if strings.Contains(p.Runbooks, "{{") {
		return fmt.Errorf("runbooks prefix %.64q: Prometheus would read {{ as a template", p.Runbooks)
	}
	return nil
}

// AlertName returns the name of alert i of the policy: the service, and when the
// budget is gone if nobody acts.
func AlertName(p alerting.Policy, i int) string { return complete(p).alertName(i) }

func (p policy) alertName(i int) string {
	return camel(p.Name) + "BudgetGoneIn" + hours(p.Alerts[i].Tier.Empties)
}

// absentName is the name of the alert that tells of silence.
func (p policy) absentName() string { return camel(p.Name) + "SLIAbsent" }

// camel makes one word of a service name, as alert names are written. What would make
// two names one stays apart by an underscore.
func camel(name string) string {
	var b strings.Builder
	for i, part := range strings.Split(name, "-") {
		if i > 0 && part[0] <= '9' {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// runbookURL returns where the runbook of an alert is: under the policy's prefix,
// which a runbook server or a repository browser gives you.
func (p policy) runbookURL(alert string) string {
	return p.Runbooks + alert + ".md"
}

// hours formats whole hours as hours, which is how such targets are spoken of.
func hours(d time.Duration) string {
	if d > 0 && d%time.Hour == 0 {
		return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
	}
	return alerting.FormatDuration(d)
}
