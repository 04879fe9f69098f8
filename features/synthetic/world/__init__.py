"""The invented country that children live in: places, schools, years, rolls."""
