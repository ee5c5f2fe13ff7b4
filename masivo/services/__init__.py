"""The use-cases: what pages, jobs and commands do, each in a file named by its verb; none of them commits."""
