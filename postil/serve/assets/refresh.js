// Shows the newest version of a page where the reader is.

/** Return what takes news and has the page show the newest version, unless that would lose what somebody writes. */
export function refresher(workshop, shown) {
  return ({ changed, isOtherRun }) => {
    const isConcerned = changed === null || changed.includes(workshop.path);
    if (!isConcerned) return;
    if (workshop.isBusy()) shown.newer(() => location.reload());
    else if (!isOtherRun || !document.hidden) location.reload();
  };
}
