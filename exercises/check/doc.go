// Package check judges a reader's code in the tests of an exercise, one call at a time.
//
//	func TestMain(m *testing.M) { check.Main(m, files) }
//
//	func TestRate(t *testing.T) {
//		judge := check.New(t, "day146_alerting/promql/rate.go Rate")
//		for _, tt := range tests {
//			judge.Run(tt.name, check.Case{
//				Call: "Rate(%v, 0, 60000)", Args: []any{tt.points},
//				Got:  func() string { return answer(rate.Rate(tt.points, 0, 60000)) },
//				Want: tt.want, Rule: tt.rule,
//			})
//		}
//	}
//
// A failure has six parts: the call, got, want, the rule in one sentence, the place where the rule is written, and the
// file to edit. A panic, a runtime.Goexit and a call that does not return are failures of their case alone, with the line of the
// reader's file. Every place to read is looked up in every run, on a pass too: a file that was moved turns the reference red.
//
// What is printed depends on who asks. Plain go test shows the first failure of each Test function and counts the rest, and
// an untouched exercise says in three lines that it is untouched. With -v, and so with -json, which the runner
// and the audit use, every test runs and every failure is shown.
package check
