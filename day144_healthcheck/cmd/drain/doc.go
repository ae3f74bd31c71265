// Command drain takes replicas down under load, in five orders, and counts the
// requests that each order drops.
//
//	go run ./day144_healthcheck/cmd/drain
//	go run ./day144_healthcheck/cmd/drain -svg drain.svg
//
// Two replicas stand behind a balancer that polls /readyz, and keep-alive
// clients POST to them over loopback sockets without pause. One replica after
// the other is drained and replaced. The right order is rolled until 50,000
// requests were sent, the others a few times each.
//
// With -svg it takes nothing down: it draws the plan of the lesson, to scale.
package main
