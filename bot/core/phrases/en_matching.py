"""English words that bind nobody together: they stand in half of all asks and offers."""

from __future__ import annotations

COMMON = frozenset(
    """
    ad am an as at be by do go he hi if in is it me my no of ok on or so to up us we about advice
    after again all also and another any anybody anyone anything around ask asking available away
    back because been before being best better between both bring but call can cannot chat come
    could day days did does doing don done each either else every everybody everyone few find
    first for free from full general get getting give given glad going good great had happy has
    have having hear help helpful helping her here him his hope hour hours how idea into its job
    jobs just kind know last learn let like little long look looking lot made make many may maybe
    might minute minutes month more morning most much must need needed needs never new next nobody
    not nothing now off offer offering one only open other others our out over own people person
    place please put really right same say search see share she should show since some somebody
    someone something soon still support sure take talk tell than thank thanks that the their them
    then there these they thing things think this those time times tip tips today together
    tomorrow too try trying two under until use useful very want wanted wants was way week weeks
    well were what when where which while who whom whose why will wish with without word work
    working works would write year years yes you your
    """.split()  # noqa: SIM905  # a page of words is easier to read than a list
)

SAME: dict[str, str] = {
    "cvs": "cv",
    "resume": "cv",
    "resumes": "cv",
}
"""Words that are one thing here though their stems differ."""
