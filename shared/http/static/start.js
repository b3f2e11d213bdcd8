// Starts the components that need a script; every page works without it. Radio buttons are not among
// them: what belongs to an answer is shown by styles alone.
import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "./built/govuk-frontend.min.js";

for (const component of [Button, CharacterCount, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) {
  createAll(component);
}
