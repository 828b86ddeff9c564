"""Jobs counted as full-time years (FTE-years): hours a week, weeks and persons, by the rules of `svtrain.core.monitoring`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtrain.core.monitoring import fte_years

WEEKS = 52  # in a year, and in somebody's first twelve months
WHOLE_TIME = 37.0  # hours a week to begin with; common in local government, and to be changed to what the contract says


@dataclass(frozen=True, slots=True)
class Job:
    """A job as offered: how many persons hold it, for how many hours a week, and for how many weeks each."""

    title: str
    persons: float
    hours: float
    weeks: float


@dataclass(frozen=True, slots=True)
class CountedJob:
    """What one job counts for: the share of full time, the years that count, and a sentence for what does not."""

    job: Job
    share: float
    years: float
    fte_years: float
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobYears:
    """Every job counted. ``every_year`` is the sum without the limit to the first twelve months."""

    jobs: tuple[CountedJob, ...]
    whole_time: float
    first_year_only: bool
    fte_years: float
    every_year: float
    persons: float


def job_years(jobs: Sequence[Job], whole_time: float = WHOLE_TIME, first_year_only: bool = True) -> JobYears:
    """Full-time years in a list of jobs.

    Parameters
    ----------
    jobs : sequence of Job
        Hours are a week, weeks are of each person's job; a person belongs in one job only.
    whole_time : float
        Hours a week that count as full time. One person counts for at most one full-time job.
    first_year_only : bool
        Count the first twelve months of each person's job, as lists do for people with a disadvantage. Otherwise every
        year of the job counts, as lists do for local jobs.

    Examples
    --------
    Ten people full time and five half time for two years (Torbay Council, social value guidance):

    >>> jobs = [Job("Site staff", 10, 37, 104), Job("Office", 5, 18.5, 104)]
    >>> job_years(jobs, first_year_only=False).fte_years
    25.0
    >>> found = job_years(jobs)
    >>> found.fte_years, found.jobs[0].said
    (12.5, ('Only the first 12 months of each person count: 52 of 104 weeks.',))
    """
    found = tuple(_counted(job, whole_time, first_year_only) for job in jobs)
    return JobYears(found, whole_time, first_year_only, float(sum(one.fte_years for one in found)),
                    float(sum(_counted(job, whole_time, False).fte_years for job in jobs)), float(sum(job.persons for job in jobs)))


def _counted(job: Job, whole_time: float, first_year_only: bool) -> CountedJob:
    weeks = min(job.weeks, WEEKS) if first_year_only else job.weeks
    share = min(1.0, job.hours / whole_time)
    said = []
    if weeks < job.weeks:
        said.append(f"Only the first 12 months of each person count: {weeks:g} of {job.weeks:g} weeks.")
    if job.hours > whole_time:
        said.append(f"One person counts for one full-time job at most: {whole_time:g} of {job.hours:g} hours.")
    years = weeks / WEEKS
    return CountedJob(job, share, years, fte_years([(job.persons, share, years)]), tuple(said))
