package sum_test

import (
	"embed"
	"fmt"
	"testing"
	"time"

	"workbook/exercises/check"
	sum "workbook/exercises/check/testdata/01_sum"
	"workbook/exercises/oracle"
)

//go:embed sum.go testdata/stub/sum.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const readSum = "exercises/check/testdata/01_sum/testdata/solution/sum.go Sum"

func sumCase(list []int, want int) check.Case {
	return check.Case{
		Call: "Sum(%v)", Args: []any{list},
		Got:  func() string { return fmt.Sprint(sum.Sum(list)) },
		Want: fmt.Sprint(want), Rule: "a sum has every number of the list",
	}
}

func TestSum(t *testing.T) {
	judge := check.New(t, readSum)
	judge.Run("one", sumCase([]int{1}, 1))
	judge.Run("two", sumCase([]int{1, 2}, 3))
	judge.Run("three", sumCase([]int{1, 2, 3}, 6))
}

func TestWait(t *testing.T) {
	judge := check.New(t, "exercises/check/testdata/01_sum/testdata/solution/sum.go Wait")
	judge.Bubble("closed_later", check.Case{
		Call: "Wait(done), done closed after 1 h",
		Got: func() string {
			began, done := time.Now(), make(chan struct{})
			time.AfterFunc(time.Hour, func() { close(done) })
			sum.Wait(done)
			return fmt.Sprint("returns after ", time.Since(began))
		},
		Want: "returns after 1h0m0s", Rule: "Wait returns when done is closed, and not before",
	})
}

func TestOracle(t *testing.T) {
	check.New(t, readSum).Oracle(1000, func(d *oracle.Draw) check.Case {
		list, want := oracle.List(d, 5, func() int { return d.Intn(100) }), 0
		for _, n := range list {
			want += n
		}
		return sumCase(list, want)
	})
}
