"""The partners service's pages."""

from services.partners.web import organisations, people, sign_in, sign_out, tokens

WEB = (sign_in.pages, sign_out.pages, organisations.pages, people.pages, tokens.pages)
