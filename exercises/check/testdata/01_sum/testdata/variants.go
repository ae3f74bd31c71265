// Package sum is an exercise of the tests of package check, with the fault that VARIANT names.
package sum

import (
	"log"
	"os"
	"runtime"
)

// Sum adds up the list.
func Sum(list []int) (total int) {
	for i, n := range list {
		switch os.Getenv("VARIANT") {
		case "first only":
			if i > 0 {
				log.Print("left out")
				continue
			}
		case "panic":
			_ = list[i+1]
		case "goexit":
			runtime.Goexit()
		}
		total += n
	}
	return total
}

// Wait returns when done is closed.
func Wait(done chan struct{}) {
	switch os.Getenv("VARIANT") {
	case "stuck":
		select {}
	case "leak":
		go func() { <-make(chan int) }()
	}
	<-done
}
