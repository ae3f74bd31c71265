// Package script has what happened in each drill, as a program of package simulation. It gives every answer away: read it
// when you have solved a drill, or when you write one.
//
// All names each drill's script; each other file is one drill.
package script
