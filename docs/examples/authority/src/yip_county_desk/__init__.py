"""An authority's plugin for schools: the duty desk by rota, postcodes, and wrong numbers."""

from yip_county_desk.plugin import CountyDesk as CountyDesk
