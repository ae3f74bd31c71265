package drain

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestCut is about a request that would take an hour: past the grace it is cut.
func TestCut(t *testing.T) {
	t.Run("is_cut", func(t *testing.T) {
		check(t, "that request, a second after Serve has returned", "no answer", "Shutdown past its deadline gives up waiting, and cuts nothing: Close does", func(s *service) string {
			answer := s.start(time.Hour)
			if len(answer) > 0 {
				return <-answer + ", before the signal"
			}
			s.signal()
			s.end()
			select {
			case a := <-answer:
				a, _, _ = strings.Cut(a, ":")
				return a
			case <-time.After(time.Second):
				return "still waiting"
			}
		})
	})
	t.Run("after_has_time", func(t *testing.T) {
		check(t, "the context that After gets when the grace was used up", "not done", "what the requests used up is not taken from After: a queue still has to be saved", func(s *service) string {
			s.start(time.Hour)
			s.signal()
			s.end()
			return s.afterContext
		})
	})
	t.Run("after_error_is_returned", func(t *testing.T) {
		check(t, "Serve, with a request that was cut and an After that fails", "both errors", "two things went wrong: the first must not hide the second", func(s *service) string {
			s.afterErr = errors.New("2 messages lost")
			s.start(time.Hour)
			s.signal()
			err := s.end()
			switch {
			case err == nil:
				return "nil"
			case !strings.Contains(err.Error(), s.afterErr.Error()):
				return "the cut alone: " + err.Error()
			case err.Error() == s.afterErr.Error():
				return "After's alone: " + err.Error()
			}
			return "both errors"
		})
	})
}
