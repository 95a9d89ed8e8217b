"""The console's pages that reporting answers: those of every log, and its own."""

from fastapi import APIRouter

from services.reporting.pages.generation_acts import router as generation_acts
from services.reporting.pages.generations_page import router as generations
from services.reporting.pages.operations_page import router as overview
from services.reporting.pages.replay_page import router as replay
from shared.operations.pages.routers import OF_A_LOG

CONSOLE: tuple[APIRouter, ...] = (*OF_A_LOG, overview, generations, generation_acts, replay)
